import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../contract/errors.ts';
import { openLog } from '../platform/log.ts';
import type { Env } from '../platform/paths.ts';
import { run } from '../platform/subprocess.ts';
import { postToWeb } from '../platform/web-post.ts';
import { createServer } from '../server/server.ts';
import { createCompatQueries } from '../services/compat-queries.ts';
import { Mission } from '../services/mission.ts';
import { MachineSetup } from '../services/setup.ts';
import type { PriceTable } from '../core/usage/prices.ts';
import { loadPrices } from '../services/usage/own-prices.ts';
import { PaneLocator } from '../services/pane-locator.ts';
import { Typist } from '../services/typist.ts';
import { createAttachments } from '../store/attachments.ts';
import { acquireInstanceLock } from '../store/instance-lock.ts';
import { createAgents } from './agents.ts';
import { Cleanup } from './cleanup.ts';
import { createIngest } from './ingest.ts';
import { createHooksManager } from './hooks.ts';
import { keepHouse } from './house-keeping.ts';
import { createMachine } from './machine.ts';
import { createAgentProbe, createHooksSetup } from './setup.ts';
import { createTranscriptIndex } from './transcript-index.ts';

export interface AmcOptions {
  env: Env;
  dataDir: string;
  /** The package's folder: the built page and the hook lie in it. */
  root: string;
  version: string;
  port: number;
}

export interface Amc {
  url: string;
  mintCode(options: { ttlMs: number }): { code: string; url: string };
  dispose(): Promise<void>;
}

/** Builds everything, in the order of the layers, and starts it. Throws an `AmcError`; nothing is left running then. */
export async function startAmc(options: AmcOptions): Promise<Amc> {
  const cleanup = new Cleanup();
  try {
    return await build(options, cleanup);
  } catch (error) {
    await cleanup.dispose();
    throw error;
  }
}

async function build({ env, dataDir, root, version, port }: AmcOptions, cleanup: Cleanup): Promise<Amc> {
  const lock = await acquireInstanceLock(dataDir);
  if (!lock.held) throw alreadyRunning(lock.heldBy?.url, dataDir);
  cleanup.add(lock.release);
  const clock = Date.now;
  const log = await openLog(join(dataDir, 'amc.log'));
  cleanup.add(() => log.close());
  const machine = createMachine({ env, dataDir, clock, log });
  cleanup.add(() => machine.dispose());
  const ingest = await createIngest({ dataDir, clock, log });
  cleanup.add(() => ingest.dispose());
  const agents = createAgents({ env, clock, machine, ingest });
  cleanup.add(() => agents.dispose());
  const index = await createTranscriptIndex({ dataDir, env, clock, log });
  cleanup.add(() => index.dispose());

  const attachments = createAttachments({ dataDir, newId: randomUUID });
  const locator = new PaneLocator({ processes: machine.processes, terminals: machine.terminals });
  let address: string | null = null;
  const mission: Mission = new Mission({
    clock,
    newId: randomUUID,
    epoch: randomBytes(6).toString('base64url').replaceAll('-', '_'),
    version,
    pid: process.pid,
    dataDir,
    host: hostname(),
    prices: () => pricesIn(dataDir),
    store: ingest.store,
    adapters: agents,
    index,
    pages: ingest.pages,
    traces: agents.traces,
    locator,
    typist: new Typist({ locator, processes: machine.processes, planners: agents.planners }),
    attachments,
    compat: createCompatQueries({
      hookEvents: (id) => ingest.store.hookEvents(id, 5_000),
      legacyEvents: (id) => ingest.legacyEvents(id),
      messages: agents.messages,
    }),
    setup: new MachineSetup({
      clock,
      hooks: createHooksSetup(createHooksManager(env, dataDir)),
      lastHookEventAt: () => ingest.store.lastHookEventAt('claude'),
      probeAgents: createAgentProbe(env),
      terminals: machine.terminals,
    }),
    address: () => address,
    post: postToWeb,
    run,
    otherSources: () => [...ingest.health(), ...machine.health()],
    onProblem: ({ code, message }) => log.error(message, { code }),
  });
  cleanup.add(() => mission.dispose());

  const server = createServer({ mission, dataDir, webDir: join(root, 'dist', 'web'), port, version, clock, log });
  cleanup.add(() => server.dispose());
  // It answers at once; whoever asks in the first moment sees the list fill up.
  const { url } = await server.start();
  address = url;
  index.start();
  await observe(mission, agents, ingest);
  cleanup.add(keepHouse({ mission, agents, machine, attachments, clock, dataDir, log }));
  log.info('started', { url, version });
  return { url, mintCode: (wanted) => server.mintCode(wanted), dispose: () => cleanup.dispose() };
}

/** Adapters subscribe before the spool is read, so that no event passes them by. */
async function observe(
  mission: Mission,
  agents: ReturnType<typeof createAgents>,
  ingest: Awaited<ReturnType<typeof createIngest>>,
): Promise<void> {
  const sink = mission.observe.bind(mission);
  const started = [...agents.agents.values()].map((agent) => agent.start(sink));
  await Promise.all([...started, ingest.start(sink)]);
}

/** Usage tells what is wrong with them. */
function pricesIn(dataDir: string): PriceTable | null {
  try {
    return loadPrices(dataDir);
  } catch {
    return null;
  }
}

function alreadyRunning(url: unknown, dataDir: string): UserError {
  const where = typeof url === 'string' ? ` at ${url}` : ' (it is just starting)';
  return new UserError({
    code: 'already_running',
    message: `AMC already runs${where}, with the data in ${dataDir}.`,
    next: '`amc open` opens it; `amc stop` stops it.',
  });
}
