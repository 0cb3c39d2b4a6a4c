import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { install } from '../../../src/agents/claude/hooks/install.ts';
import { createRelayHub, type OpenRelayHub } from '../../../src/ingest/relay-hub.ts';
import { createSpoolReader, type SpoolReader } from '../../../src/ingest/spool.ts';
import type { HookEvent } from '../../../src/ports/state-store.ts';
import type { Claude } from '../../rig/claude.ts';
import { needs } from '../../rig/machine.ts';
import { Rig } from '../../rig/rig.ts';
import { waitFor } from '../../rig/wait-for.ts';
import { Observed } from './observed.ts';

const { ok, reason } = needs('rig', 'tmux', 'claude');
const hookSource = fileURLToPath(new URL('../../../hook', import.meta.url));

/** What a restart of AMC finds again. */
class Stored {
  readonly #events = new Map<string, HookEvent>();
  addHookEvents(events: readonly HookEvent[]): readonly HookEvent[] {
    const fresh = events.filter(({ name }) => !this.#events.has(name));
    for (const event of fresh) this.#events.set(event.name, event);
    return fresh;
  }
  hookEventsSince(at: number): readonly HookEvent[] {
    return [...this.#events.values()].filter((event) => event.at >= at);
  }
}

/** AMC as far as Claude Code is concerned: the installed hooks, the spool, the relays and the adapter. */
class Amc {
  readonly seen: Observed;
  readonly #hub: OpenRelayHub;
  readonly #spool: SpoolReader;

  constructor(home: string, store: Stored) {
    const data = join(home, '.local/share/amc');
    this.#hub = createRelayHub({ dir: join(data, 'relay') });
    const onProblem = ({ message }: { message: string }) => {
      throw new Error(message);
    };
    this.#spool = createSpoolReader({ dir: join(data, 'spool'), store, onProblem, clock: Date.now });
    const { subscribe, since } = this.#spool;
    const { waiting, answer, release } = this.#hub;
    this.seen = new Observed([join(home, '.claude')], {
      subscribe: subscribe.bind(this.#spool),
      since: since.bind(this.#spool),
      waiting: waiting.bind(this.#hub),
      answer: answer.bind(this.#hub),
      release: release.bind(this.#hub),
    });
  }

  async start(): Promise<void> {
    await this.seen.start();
    await this.#hub.start();
    await this.#spool.start();
  }

  async stop(): Promise<void> {
    await this.seen.stop();
    await this.#spool.dispose();
    await this.#hub.dispose();
  }
}

describe.skipIf(!ok)(`Claude Code with the hooks that AMC installs (${reason})`, { timeout: 120_000 }, () => {
  let rig: Rig;
  let store: Stored;
  let amc: Amc;
  beforeEach(async () => {
    rig = await Rig.start({ mux: 'tmux' });
    store = new Stored();
    const dataDir = join(rig.home, '.local/share/amc');
    const configDir = join(rig.home, '.claude');
    mkdirSync(configDir, { recursive: true });
    expect(await install({ configDirs: [configDir], dataDir, hookSource, version: '0.0.0' })).toMatchObject([
      { action: 'create' },
    ]);
    amc = new Amc(rig.home, store);
    await amc.start();
  });
  afterEach(async () => {
    await amc.stop();
    await rig.stop();
  });

  async function ask(claude: Claude, prompt: string): Promise<string> {
    await claude.type(prompt);
    await claude.pressEnter();
    const isHook = (id: string | undefined) => id?.startsWith('hook:') === true;
    const { requests } = await amc.seen.until(claude.sessionId, 'a request', ({ requests: [open] }) =>
      isHook(open?.request.id),
    );
    expect(requests).toHaveLength(1);
    return requests[0]?.request.id ?? '';
  }

  it('answers, with the receipt in the transcript', async () => {
    const claude = await rig.startClaude({ cwd: rig.projectDir('demo') });
    const id = claude.sessionId;
    const requestId = await ask(claude, 'BASH:touch one.txt');
    const { seen } = amc;
    expect(seen.path(id, { type: 'request', requestId })).toEqual({ channel: 'structured', via: 'claude-relay' });
    expect(await seen.deliver(id, { type: 'approve', requestId })).toMatchObject({ state: 'accepted' });
    await seen.untilTold(id, 'request_closed', (told) => told.requestId === requestId && told.by === 'amc');
    await seen.untilStatus(id, 'idle');
    expect(existsSync(join(claude.cwd, 'one.txt'))).toBe(true);
  });

  it('shows a request again after a restart, to be answered by keys', async () => {
    const claude = await rig.startClaude({ cwd: rig.projectDir('demo') });
    const id = claude.sessionId;
    const requestId = await ask(claude, 'BASH:touch one.txt');
    await claude.waitForStatus('waiting');
    await amc.stop();
    amc = new Amc(rig.home, store);
    await amc.start();
    const state = await amc.seen.until(id, 'the request', ({ requests }) => requests.length === 1);
    expect(state.requests[0]?.request.id).toBe(requestId);
    const path = () => amc.seen.path(id, { type: 'request', requestId });
    await waitFor(() => path().channel === 'keystrokes', { what: 'the hook to have left' });
    expect(amc.seen.state(id)?.requests).toHaveLength(1);
    expect(claude.registry().status).toBe('waiting');
  });
});
