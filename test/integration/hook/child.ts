import { join } from 'node:path';
import { createRelayHub } from '../../../src/ingest/relay-hub.ts';
import { createSpoolReader } from '../../../src/ingest/spool.ts';
import type { HookEvent } from '../../../src/ports/state-store.ts';
import { acquireInstanceLock } from '../../../src/store/instance-lock.ts';
import { openStateStore } from '../../../src/store/state-store.ts';

/** What AMC does with hooks, as a process of its own that a test can kill. Says one word a line on stdout. */
async function main(mode: string, dataDir: string): Promise<void> {
  switch (mode) {
    case 'lock':
      return holdLock(dataDir);
    case 'serve':
      return serve(dataDir);
    case 'die-after-commit':
      return dieAfterCommit(dataDir);
    default:
      throw new Error(`No such mode: ${mode}`);
  }
}

async function holdLock(dataDir: string): Promise<void> {
  const lock = await acquireInstanceLock(dataDir);
  say(lock.held ? 'held' : 'refused');
  if (lock.held) stay();
}

/** Takes up every relay that is offered. */
async function serve(dataDir: string): Promise<void> {
  const store = await openStateStore({ dataDir, clock: Date.now, onProblem: complain });
  const hub = createRelayHub({ dir: join(dataDir, 'relay') });
  const spool = createSpoolReader({ dir: join(dataDir, 'spool'), store, onProblem: complain, clock: Date.now });
  spool.subscribe('claude', async ({ name }) => say((await hub.waiting(name)) ? `waiting ${name}` : `event ${name}`));
  await spool.start();
  await hub.start();
  say('ready');
  stay();
}

/** Is killed at the worst moment: the events are durable, and still in the spool. */
async function dieAfterCommit(dataDir: string): Promise<void> {
  const store = await openStateStore({ dataDir, clock: Date.now, onProblem: complain });
  const addHookEvents = (events: readonly HookEvent[]) => {
    const added = store.addHookEvents(events);
    if (added.length > 0) process.kill(process.pid, 'SIGKILL');
    return added;
  };
  const mortal = { addHookEvents, hookEventsSince: (at: number) => store.hookEventsSince(at) };
  await createSpoolReader({ dir: join(dataDir, 'spool'), store: mortal, onProblem: complain, clock: Date.now }).start();
  say('survived');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(problem: unknown): void {
  process.stderr.write(`${JSON.stringify(problem)}\n`);
}

function stay(): void {
  setInterval(() => undefined, 60_000);
}

await main(process.argv[2] ?? '', process.argv[3] ?? '');
