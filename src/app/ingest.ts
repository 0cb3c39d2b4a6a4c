import { join } from 'node:path';
import type { SourceHealth } from '../contract/health.ts';
import type { Problem } from '../contract/session.ts';
import type { ObservationSink } from '../core/observation.ts';
import { createFolderWatcher, type SystemWatcher } from '../ingest/folder-watcher.ts';
import { createLegacySource, type LegacySource } from '../ingest/legacy.ts';
import { createPageReader } from '../ingest/page-reader.ts';
import { createRelayHub } from '../ingest/relay-hub.ts';
import { createSpoolReader } from '../ingest/spool.ts';
import { createLogTailer } from '../ingest/tail.ts';
import type { Log } from '../platform/log.ts';
import type { Clock } from '../ports/clock.ts';
import type { HookSource, RelayHub } from '../ports/hooks.ts';
import type { FolderWatcher, LogTailer, PageReader } from '../ports/log-reader.ts';
import { openStateStore, type OpenStateStore } from '../store/state-store.ts';

export interface Ingest {
  store: OpenStateStore;
  hooks: HookSource;
  relay: RelayHub;
  watcher: FolderWatcher;
  tailer: LogTailer;
  pages: PageReader;
  /** Resolves when the spool is empty and the original's files are told. */
  start(sink: ObservationSink): Promise<void>;
  legacyEvents: LegacySource['legacyEvents'];
  health(): readonly SourceHealth[];
  dispose(): Promise<void>;
}

/** Everything that reads files, and the durable store. */
export async function createIngest(options: { dataDir: string; clock: Clock; log: Log }): Promise<Ingest> {
  const { dataDir, clock, log } = options;
  const onProblem = ({ code, message, place }: Problem): void => log.warn(message, { code, place });
  const store = await openStateStore({ dataDir, clock, onProblem });
  const spool = createSpoolReader({ dir: join(dataDir, 'spool'), store, onProblem, clock });
  const relay = createRelayHub({ dir: join(dataDir, 'relay') });
  const watcher = createFolderWatcher();
  const tailer = createLogTailer({ watcher });
  let legacy: LegacySource | null = null;
  return {
    store,
    hooks: spool,
    relay,
    watcher,
    tailer,
    pages: createPageReader(),
    start: async (sink) => {
      legacy = createLegacySource({ dataDir, sink, clock, onProblem });
      await relay.start();
      await Promise.all([spool.start(), legacy.start()]);
    },
    legacyEvents: (sessionId) => legacy?.legacyEvents(sessionId) ?? [],
    health: () => [spool.health(), ...watchesHealth(watcher, clock())],
    dispose: async () => {
      await legacy?.dispose();
      await spool.dispose();
      await relay.dispose();
      tailer.dispose();
      watcher.dispose();
      store.close();
    },
  };
}

/** Told only while it is a trouble. */
function watchesHealth(watcher: SystemWatcher, at: number): SourceHealth[] {
  const limit = watcher.limit();
  if (limit === null) return [];
  const setting = limit === 'ENOSPC' ? 'fs.inotify.max_user_watches' : 'fs.inotify.max_user_instances';
  const detail = `the system allows no more of them (${limit}): what agents write is found up to 30 s late`;
  return [{ name: 'file watches', state: 'degraded', detail, next: `Raise ${setting}, e.g. with sysctl.`, at }];
}
