import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClaudeTranscripts } from '../../../src/agents/claude/transcript/format.ts';
import { createCodexTranscripts } from '../../../src/agents/codex/rollout/format.ts';
import { createFolderWatcher } from '../../../src/ingest/folder-watcher.ts';
import { Sentinel } from '../../../src/ingest/transcripts/sentinel.ts';
import { until } from '../../helpers/wait.ts';
import { IngestRig } from './ingest-rig.ts';

const GOLDEN = join(import.meta.dirname, '../../golden');
const PARENT = '01a20326-66ec-7041-a484-86d1165e8ecb';
const CHILD = '01a20326-68e0-7773-9728-573dd0db42b9';
const GRANDCHILD = '01a20326-9999-7773-9728-573dd0db42b9';
const SESSION = '00b02d71-e868-459f-95b1-761c73491087';

let rig: IngestRig;
let formats: [ReturnType<typeof createClaudeTranscripts>, ReturnType<typeof createCodexTranscripts>];
beforeEach(() => {
  rig = new IngestRig();
  formats = [
    createClaudeTranscripts({ configDirs: [rig.path('claude')] }),
    createCodexTranscripts({ codexHomes: [rig.path('codex')] }),
  ];
});
afterEach(() => rig.dispose());

function make(name: string): string {
  const path = rig.path(name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

function copy(golden: string, name: string): void {
  copyFileSync(join(GOLDEN, golden, 'input.jsonl'), make(name));
}

const rollout = (thread: string) => `codex/sessions/2026/11/22/rollout-2026-11-22T12-06-18-${thread}.jsonl`;
const session = (key: string) => rig.store.session(key);

async function start(): Promise<void> {
  await rig.start({ formats });
  await rig.engine.settle();
}

describe('subagents and the calls that started them', () => {
  it('of Claude: by the result that names them, with what the call was for', async () => {
    const folder = `claude/projects/-home-dev-p-demo/${SESSION}`;
    copy('claude/subagent', `${folder}.jsonl`);
    copy('claude/subagent-own', `${folder}/subagents/agent-acee6aadf9a45ce56.jsonl`);
    await start();
    expect(session(`claude:${SESSION}`)?.subagents).toEqual([
      {
        agentId: 'acee6aadf9a45ce56',
        role: 'general-purpose',
        description: 'Look around',
        callId: 'toolu_23Srb8lToVKN1kXW',
      },
    ]);
  });

  it('of Codex: threads of their own, linked both ways with the call', async () => {
    copy('codex/subagent', rollout(PARENT));
    copy('codex/subagent-child', rollout(CHILD));
    await start();
    expect(session(`codex:${PARENT}`)).toMatchObject({
      links: [],
      linkedFrom: [{ type: 'subagent_of', key: `codex:${CHILD}`, callId: 'call_3' }],
    });
    expect(session(`codex:${CHILD}`)).toMatchObject({
      title: 'child_one',
      links: [{ type: 'subagent_of', key: `codex:${PARENT}`, callId: 'call_3' }],
      linkedFrom: [],
    });
  });

  it('of Codex: what a copied record says of another thread is not learned', async () => {
    const meta = (id: string, parent: string, nickname: string) => ({
      type: 'session_meta',
      timestamp: '2026-11-22T12:07:00.000Z',
      payload: {
        id,
        parent_thread_id: parent,
        source: {
          subagent: {
            thread_spawn: { parent_thread_id: parent, agent_nickname: nickname, agent_path: `/root/${nickname}` },
          },
        },
      },
    });
    const lines = [meta(GRANDCHILD, CHILD, 'own'), meta(CHILD, PARENT, 'copied')];
    writeFileSync(make(rollout(GRANDCHILD)), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await start();
    expect(session(`codex:${GRANDCHILD}`)).toMatchObject({
      title: 'own',
      links: [{ type: 'subagent_of', key: `codex:${CHILD}` }],
    });
  });
});

describe('names of Codex’s threads, which are in no rollout', () => {
  const name = (text: string, id = PARENT) => `${JSON.stringify({ id, thread_name: text, updated_at: 'x' })}\n`;
  const title = (id = PARENT) => session(`codex:${id}`)?.title;
  const file = () => make('codex/session_index.jsonl');

  it('are titles, the last one of a thread; also when the thread is found later', async () => {
    writeFileSync(file(), `${name('First')}oops\n${name('Child', CHILD)}${name('Second')}{"id":"${PARENT}","thr`);
    await start();
    copy('codex/subagent', rollout(PARENT));
    await rig.engine.settle();
    expect(title()).toBe('Second');
    expect(rig.store.list({ filter: { text: 'second' }, cursor: null, limit: 5 }).total).toBe(1);
    copy('codex/subagent-child', rollout(CHILD));
    await rig.engine.settle();
    // Above the name in its own record.
    expect(title(CHILD)).toBe('Child');
  });

  it('are heard of when they are given', async () => {
    copy('codex/subagent', rollout(PARENT));
    await start();
    expect(title()).toBe('SAY:Good morning. Here is **bold** text.');
    writeFileSync(file(), name('Given'));
    await until('the first name', () => title() === 'Given');
    appendFileSync(file(), name('Given again'));
    await until('the second name', () => title() === 'Given again');
  });

  it('are not read again after a restart, unless the file is another one', async () => {
    copy('codex/subagent', rollout(PARENT));
    writeFileSync(file(), `${name('First')}${name('Other', CHILD)}`);
    await start();
    // As long, with the same inode: were it read from the beginning, this would be the title.
    writeFileSync(file(), `${name('Frist')}${name('Other', CHILD)}`);
    await rig.restart({ formats });
    expect(title()).toBe('First');
    writeFileSync(file(), name('New'));
    await rig.engine.settle();
    expect(title()).toBe('New');
  });

  it('wake who stands guard', async () => {
    writeFileSync(file(), name('First'));
    await start();
    const seen = rig.engine.seen();
    await rig.stop();
    const watcher = createFolderWatcher();
    let woken = false;
    const guard = new Sentinel({ formats, watcher, clock: Date.now, seen, onChange: () => (woken = true) });
    try {
      appendFileSync(file(), name('Second'));
      await until('the change', () => woken);
    } finally {
      guard.stop();
      watcher.dispose();
    }
  });
});
