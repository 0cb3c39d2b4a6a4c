import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeProjectDir } from '../../../src/agents/claude/transcript-path.ts';
import { needs } from '../../rig/machine.ts';
import { Rig } from '../../rig/rig.ts';
import { Observed } from './observed.ts';
import { press } from './press.ts';

const { ok, reason } = needs('rig', 'tmux', 'claude');

describe.skipIf(!ok)(`Claude Code without hooks (${reason})`, { timeout: 90_000 }, () => {
  let rig: Rig;
  let seen: Observed;
  beforeEach(async () => {
    rig = await Rig.start({ mux: 'tmux' });
    seen = new Observed([`${rig.home}/.claude`]);
    // Before Claude has ever run: the folders do not exist yet.
    await seen.start();
  });
  afterEach(async () => {
    await seen.stop();
    await rig.stop();
  });

  it('shows a session from its start to its end', async () => {
    const cwd = rig.projectDir('demo');
    const claude = await rig.startClaude({ cwd });
    const id = claude.sessionId;
    const idle = await seen.untilStatus(id, 'idle');
    expect(idle.process).toMatchObject({ known: 'running', process: { pid: claude.pid } });
    expect(idle.facts).toMatchObject({
      cwd,
      agentVersion: expect.stringMatching(/^2\./),
      startedAt: expect.any(Number),
    });

    await claude.prompt('STREAM:40');
    await seen.untilStatus(id, 'working');
    const done = await seen.untilStatus(id, 'idle');
    expect((done.said ?? (await seen.untilTold(id, 'said'))).preview).toContain('piece 001');
    const described = await seen.until(
      id,
      'its branch and model',
      ({ facts }) => facts.branch !== undefined && facts.model !== undefined,
    );
    expect(described.facts).toMatchObject({ branch: 'main', title: { text: 'STREAM:40', rank: 1 } });
    const prompts = seen.observations.filter(({ type }) => type === 'prompt_recorded');
    expect(prompts).toEqual([expect.objectContaining({ text: 'STREAM:40', source: 'transcript', queued: false })]);

    await claude.type('/exit');
    await claude.pressEnter();
    const ended = await seen.untilStatus(id, 'ended');
    expect(ended.process.known).toBe('gone');
  });

  it('sees an interruption, also one before the agent said anything', async () => {
    const claude = await rig.startClaude({ cwd: rig.projectDir('demo') });
    const id = claude.sessionId;
    await claude.prompt('STREAM:400');
    await claude.waitForScreen(/piece 003/);
    await claude.key('\x1b');
    const first = await seen.untilTold(id, 'interrupted');
    expect(first).toMatchObject({ source: 'transcript' });
    await seen.untilStatus(id, 'idle');

    await claude.prompt('HOLD:never');
    await seen.untilStatus(id, 'working');
    await claude.waitForScreen(/esc to interrupt/);
    await claude.key('\x1b');
    await seen.untilStatus(id, 'idle');
    await seen.untilTold(id, 'interrupted', ({ source, at }) => source === 'registry' && at > first.at);
  });

  it('ends one session and begins another on /clear, and ends with a killed process', async () => {
    const claude = await rig.startClaude({ cwd: rig.projectDir('demo') });
    const old = claude.sessionId;
    await claude.prompt('SAY:hello');
    await seen.untilStatus(old, 'idle');
    await claude.type('/clear');
    await claude.pressEnter();
    await seen.untilStatus(old, 'ended');
    const id = claude.sessionId;
    expect(id).not.toBe(old);
    await seen.untilStatus(id, 'idle');
    process.kill(claude.pid, 'SIGKILL');
    await seen.untilStatus(id, 'ended');
  });

  it('shows what it asks, from the transcript, and that it was answered in the terminal', async () => {
    const claude = await rig.startClaude({ cwd: rig.projectDir('demo') });
    const id = claude.sessionId;
    await claude.type('ASK:single');
    await claude.pressEnter();
    const asking = await seen.until(id, 'a question', ({ requests }) => requests.length === 1);
    expect(asking.status.value).toBe('needs_attention');
    expect(asking.requests[0]?.request).toMatchObject({
      kind: 'question',
      questions: [
        {
          text: 'Which colour should the button have?',
          options: [{ label: 'Blue' }, { label: 'Red' }, { label: 'Green' }],
        },
      ],
    });
    expect(seen.path(id, { type: 'request', requestId: asking.requests[0]?.request.id ?? '' })).toMatchObject({
      channel: 'keystrokes',
    });
    await press(claude, '2');
    await seen.until(id, 'the question gone', ({ requests }) => requests.length === 0);
    await seen.untilTold(id, 'request_closed', ({ by }) => by === 'elsewhere');
    await seen.untilStatus(id, 'idle');

    await claude.type('BASH:touch one.txt');
    await claude.pressEnter();
    const permission = await seen.until(id, 'a permission', ({ requests }) => requests.length === 1);
    expect(permission.requests[0]?.request).toMatchObject({
      kind: 'permission',
      tool: 'Bash',
      command: 'touch one.txt',
    });
  });

  it('finds the transcript of a project whose path is long and full of other characters', async () => {
    const cwd = rig.projectDir(`my.app_2 (new)/${'deep-'.repeat(45)}`);
    const claude = await rig.startClaude({ cwd });
    const id = claude.sessionId;
    await claude.prompt('SAY:found');
    await seen.until(id, 'what it said', ({ said }) => said?.preview === 'found');
    expect(claude.transcriptPath()).toBe(join(rig.home, '.claude/projects', encodeProjectDir(cwd), `${id}.jsonl`));
  });

  it('lists a session of before as ended, and opens what one asks when AMC starts later', async () => {
    await seen.stop();
    const cwd = rig.projectDir('demo');
    const first = await rig.startClaude({ cwd });
    const endedId = first.sessionId;
    await first.prompt('SAY:from before');
    await first.waitForStatus('idle');
    await first.stop();
    const second = await rig.startClaude({ cwd });
    await second.type('ASK:single');
    await second.pressEnter();
    await second.waitForStatus('waiting');

    seen = new Observed([`${rig.home}/.claude`]);
    await seen.start();
    await seen.until(second.sessionId, 'a question', ({ requests }) => requests.length === 1);
    const ended = await seen.until(endedId, 'its preview', ({ said }) => said?.preview === 'from before');
    expect(ended.status.value).toBe('ended');
    expect(ended.facts).toMatchObject({ cwd, branch: 'main', title: { text: 'SAY:from before' } });
  });
});
