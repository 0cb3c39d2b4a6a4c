import { cleanUpLegacy } from '../ingest/legacy-janitor.ts';
import type { Log } from '../platform/log.ts';
import type { Clock } from '../ports/clock.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import type { Mission } from '../services/mission.ts';
import type { AttachmentStore } from '../store/attachments.ts';
import type { Machine } from './machine.ts';

/** For what watchers missed. */
const RECONCILE_MS = 10_000;
/** Panes move between windows and sessions without telling anybody. */
const LOCATE_MS = 30_000;
/** A multiplexer is not installed or taken away every minute. */
const PROBE_MS = 5 * 60_000;
const CLEAN_UP_MS = 10 * 60_000;

/** What went with prompts is kept for a week; an hour more or less is no matter. */
const SWEEP_MS = 60 * 60_000;
/** What nobody waits for begins so long after the start: the first questions come before it. */
const LATER_MS = 15_000;

export interface HouseKeepingOptions {
  mission: Mission;
  agents: { agents: ReadonlyMap<string, AgentAdapter> };
  machine: Machine;
  attachments: Pick<AttachmentStore, 'sweep'>;
  clock: Clock;
  dataDir: string;
  log: Log;
}

/** The slow loops. Each waits for its own last run; none keeps the process alive. Returns what stops them. */
export function keepHouse(options: HouseKeepingOptions): () => void {
  const { mission, agents, machine, attachments, clock, dataDir, log } = options;
  const loops = [
    every({ ms: RECONCILE_MS, first: 0 }, log, async () => {
      for (const agent of agents.agents.values()) await agent.reconcile();
      mission.tellSources();
    }),
    every({ ms: PROBE_MS, first: 0 }, log, async () => {
      await machine.probe();
      mission.tellSources();
    }),
    every({ ms: LOCATE_MS, first: 0 }, log, () => mission.locatePanes()),
    every({ ms: CLEAN_UP_MS, first: LATER_MS }, log, async () => {
      await cleanUpLegacy({
        dataDir,
        clock,
        liveZellijSessions: () => liveZellijSessions(machine),
        knownSessionIds: () => mission.knownIds(),
      });
    }),
    every({ ms: SWEEP_MS, first: LATER_MS }, log, async () => {
      await attachments.sweep(clock());
    }),
  ];
  return () => loops.forEach((stop) => stop());
}

function every({ ms, first }: { ms: number; first: number }, log: Log, work: () => Promise<void>): () => void {
  let busy = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    await work().catch((error: unknown) => log.error('a background loop failed', { error: String(error) }));
    busy = false;
  };
  let timer = setTimeout(() => {
    timer = setInterval(() => void run(), ms).unref();
    void run();
  }, first).unref();
  return () => clearTimeout(timer);
}

/** null when Zellij cannot be asked, or shows nothing at all (its sockets may lie elsewhere): then nobody is gone. */
async function liveZellijSessions(machine: Machine): Promise<ReadonlySet<string> | null> {
  const zellij = machine.terminals.find(({ terminal }) => terminal === 'zellij');
  const panes = (await zellij?.list().catch(() => null)) ?? [];
  return panes.length === 0 ? null : new Set(panes.map(({ ref }) => ref.session));
}
