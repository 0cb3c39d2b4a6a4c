import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { install } from '../../../src/agents/claude/hooks/install.ts';
import { hooksStatus } from '../../../src/agents/claude/hooks/status.ts';
import { uninstall } from '../../../src/agents/claude/hooks/uninstall.ts';
import { createRelayHub, type OpenRelayHub } from '../../../src/ingest/relay-hub.ts';
import { createSpoolReader, type SpoolReader } from '../../../src/ingest/spool.ts';
import type { HookEvent } from '../../../src/ports/state-store.ts';
import { prepareDataDir } from '../../../src/store/data-dir.ts';
import { type OpenStateStore, openStateStore } from '../../../src/store/state-store.ts';
import type { Claude } from '../../rig/claude.ts';
import { needs } from '../../rig/machine.ts';
import { Rig } from '../../rig/rig.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { AmcChildren } from './amc-child.ts';

const hookSource = fileURLToPath(new URL('../../../hook', import.meta.url));
const QUESTION = /Do you want to proceed/;
/** What Claude Code writes to the terminal when a hook misbehaves. */
const COMPLAINT = /hook failed|hook error|Failed to run|does not exist|non-blocking/i;
const TIMEOUT_MS = 120_000;

/** AMC's side of the hooks, in this process. */
class Amc {
  readonly events: HookEvent[] = [];
  readonly hub: OpenRelayHub;
  readonly #spool: SpoolReader;
  readonly #store: OpenStateStore;

  private constructor(dataDir: string, store: OpenStateStore) {
    this.#store = store;
    this.hub = createRelayHub({ dir: join(dataDir, 'relay') });
    this.#spool = createSpoolReader({ dir: join(dataDir, 'spool'), store, onProblem: failOn, clock: Date.now });
    this.#spool.subscribe('claude', (event) => {
      this.events.push(event);
      if (event.env.AMC_RELAY !== undefined) void this.hub.waiting(event.name);
    });
  }

  static async start(dataDir: string): Promise<Amc> {
    const amc = new Amc(dataDir, await openStateStore({ dataDir, clock: Date.now, onProblem: failOn }));
    await amc.#spool.start();
    await amc.hub.start();
    return amc;
  }

  get lastEventAt(): number | null {
    return this.#store.lastHookEventAt('claude');
  }

  event(name: string, nth = 1): Promise<HookEvent> {
    const find = () => this.events.filter(({ event }) => event === name)[nth - 1];
    return waitFor(find, {
      what: `${name} number ${nth}`,
      context: () => this.events.map(({ event }) => event).join(' '),
    });
  }

  async stop(): Promise<void> {
    await this.hub.dispose();
    await this.#spool.dispose();
    this.#store.close();
  }
}

function failOn(problem: unknown): void {
  throw new Error(JSON.stringify(problem));
}

const { ok: canRun } = needs('rig', 'tmux');

describe.skipIf(!canRun)('with Claude Code', { timeout: TIMEOUT_MS }, () => {
  let rig: Rig;
  let dataDir: string;
  let configDir: string;
  let project: string;
  const amcs: Amc[] = [];

  const options = () => ({ configDirs: [configDir], dataDir, hookSource, version: '0.0.1' });
  const relays = () => readdirSync(join(dataDir, 'relay')).filter((file) => !file.startsWith('server.pid'));

  beforeEach(async () => {
    rig = await Rig.start({ mux: 'tmux' });
    dataDir = join(rig.home, '.local/share/amc');
    configDir = join(rig.home, '.claude');
    project = rig.projectDir('a');
    prepareDataDir(dataDir);
    mkdirSync(configDir, { recursive: true });
    expect(await install(options())).toMatchObject([{ action: 'create' }]);
  }, TIMEOUT_MS);

  afterEach(async () => {
    for (const amc of amcs.splice(0)) await amc.stop();
    await rig.stop();
  }, TIMEOUT_MS);

  async function startAmc(): Promise<Amc> {
    const amc = await Amc.start(dataDir);
    amcs.push(amc);
    return amc;
  }

  /** Asks for something that needs a permission, and returns when the dialog is open. */
  async function ask(claude: Claude, file: string): Promise<void> {
    await claude.prompt(`BASH:touch ${file}`);
    await claude.waitForScreen(QUESTION);
  }

  it('tells every event, keeps them while AMC is away, and never shows in the terminal', async () => {
    const claude = await rig.startClaude({ cwd: project });
    await ask(claude, 'one.txt');
    await claude.choose(QUESTION, '1');
    await claude.waitForStatus('idle');
    expect(await claude.screen()).not.toMatch(COMPLAINT);
    expect(relays()).toEqual([]);
    const { sessionId } = claude;

    const amc = await startAmc();
    expect(amc.events.map(({ event }) => event)).toEqual([
      'SessionStart',
      'UserPromptSubmit',
      'PreToolUse',
      'PermissionRequest',
      'PostToolUse',
      'PostToolBatch',
      'Stop',
    ]);
    expect(new Set(amc.events.map((event) => event.sessionId))).toEqual(new Set([sessionId]));
    expect(amc.events[0]?.env).toMatchObject({
      TMUX_PANE: claude.pane.id,
      CLAUDE_PID: String(claude.pid),
      CLAUDE_PROJECT_DIR: project,
    });

    await claude.prompt('SAY:hello');
    expect((await amc.event('Stop', 2)).payload.last_assistant_message).toBe('hello');
    await claude.prompt('/exit').catch(() => undefined); // It leaves no record of that.
    expect((await amc.event('SessionEnd')).sessionId).toBe(sessionId);
    expect(await hooksStatus({ ...options(), lastEventAt: amc.lastEventAt })).toMatchObject({
      lastEventAt: amc.events.at(-1)?.at,
      places: [{ state: 'installed', obstacles: [] }],
    });
  });

  it('takes an answer through the relay', async () => {
    const amc = await startAmc();
    const claude = await rig.startClaude({ cwd: project });
    await ask(claude, 'made.txt');
    const { name, payload } = await amc.event('PermissionRequest');
    expect(await amc.hub.waiting(name)).toBe(true);
    const decision = { behavior: 'allow', updatedInput: payload.tool_input };
    const answer = { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision } };
    expect(await amc.hub.answer(name, answer)).toBe('taken');
    await claude.waitForStatus('idle');
    expect(existsSync(join(project, 'made.txt'))).toBe(true);
    expect(await claude.screen()).toMatch(/Allowed by PermissionRequest hook/);
    expect(await claude.screen()).not.toMatch(COMPLAINT);
    expect(relays()).toEqual([]);
  });

  it('leaves when the person answered in the terminal first', async () => {
    const amc = await startAmc();
    const claude = await rig.startClaude({ cwd: project });
    await ask(claude, 'made.txt');
    const { name } = await amc.event('PermissionRequest');
    expect(await amc.hub.waiting(name)).toBe(true);
    await claude.choose(QUESTION, '1');
    await claude.waitForStatus('idle');
    expect(await amc.hub.waiting(name)).toBe(true);
    await amc.hub.release(name);
    await waitFor(() => relays().length === 0, { what: 'the hook to leave' });
    expect(await claude.screen()).not.toMatch(COMPLAINT);
  });

  it('leaves at once when AMC is killed; the dialog stays usable', async () => {
    const children = await AmcChildren.build();
    try {
      const amc = children.start('serve', dataDir);
      await amc.says('ready');
      const claude = await rig.startClaude({ cwd: project });
      await ask(claude, 'made.txt');
      await amc.says('waiting');
      amc.kill('SIGKILL');
      await waitFor(() => relays().length === 0, { what: 'the hook to leave' });
      await claude.choose(QUESTION, '1');
      await claude.waitForStatus('idle');
      expect(existsSync(join(project, 'made.txt'))).toBe(true);
      expect(await claude.screen()).not.toMatch(COMPLAINT);
    } finally {
      children.remove();
    }
  });

  it('is noticed when the session ends while it waits', async () => {
    const amc = await startAmc();
    const claude = await rig.startClaude({ cwd: project });
    await ask(claude, 'made.txt');
    const { name } = await amc.event('PermissionRequest');
    expect(await amc.hub.waiting(name)).toBe(true);
    await claude.stop();
    // Claude Code may leave its hook behind: whoever sees the session's end releases it.
    await amc.hub.release(name);
    await waitFor(() => relays().length === 0, { what: 'the hook to leave' });
  });

  it('is silent when it is removed under a running session, and not loaded by the next one', async () => {
    const amc = await startAmc();
    const claude = await rig.startClaude({ cwd: project });
    expect(await uninstall(options())).toMatchObject([{ action: 'remove', sessionsRun: true }]);
    await claude.prompt('SAY:hello');
    await claude.waitForScreen(/● hello/);
    await claude.waitForStatus('idle');
    expect(await claude.screen()).not.toMatch(COMPLAINT);
    const next = await rig.startClaude({ cwd: project });
    await next.prompt('SAY:again');
    await next.waitForScreen(/● again/);
    await next.waitForStatus('idle');
    expect(await next.screen()).not.toMatch(/amc|plugin|hook/i);
    expect(amc.events.map(({ event }) => event)).toEqual(['SessionStart']);
  });
});
