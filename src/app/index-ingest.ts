import { AmcError } from '../contract/errors.ts';
import { createFolderWatcher } from '../ingest/folder-watcher.ts';
import { type IngestEngine, startIngest } from '../ingest/transcripts/engine.ts';
import type { StretchHelper } from '../ingest/transcripts/helper.ts';
import { type Role, workerThreads } from '../platform/threads.ts';
import { ThreadHost } from '../platform/thread-host.ts';
import { serveCalls, type Wire } from '../platform/worker-rpc.ts';
import { openHistoryStore } from '../store/index/history-store.ts';
import { type GroupingIndexWriter, openIndexWriter } from '../store/index/index-writer.ts';
import { packItems } from '../store/index/pack.ts';
import { createFormats } from './formats.ts';
import { type IndexRole, indexPath, type IngestEvent, type IngestMethods, type ReadMethods } from './index-roles.ts';

/** The thread that writes the index: owns the writer and the engine over it. */
export async function serveIngest(wire: Wire, role: IndexRole): Promise<Role> {
  const path = indexPath(role.dataDir);
  const watcher = createFolderWatcher();
  let fail: (reason: Error) => void = () => undefined;
  const running = new Promise<never>((_resolve, reject) => (fail = reject));
  running.catch(() => undefined);

  let writer: GroupingIndexWriter = await openIndexWriter({ path });
  let engine: IngestEngine = begin(writer);
  let stopped = false;

  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await engine.dispose();
    writer.close();
    watcher.dispose();
  };

  const tell: (event: IngestEvent) => void = serveCalls<IngestMethods, IngestEvent>(wire, {
    hint: (path) => engine.hint(path),
    settle: () => engine.settle(),
    verify: async () => {
      const store = await openHistoryStore({ path });
      try {
        return [...store.verify(), ...(await engine.verify(store))];
      } finally {
        store.close();
      }
    },
    rebuild: async () => {
      await engine.dispose();
      writer.close();
      writer = await openIndexWriter({ path, anew: true });
      engine = begin(writer);
      await engine.settle();
    },
    forgetDeleted: (session) => engine.exclusive(() => writer.forgetDeleted(session ?? undefined)),
    restingSince: (idleMs) => {
      const since = engine.idleSince();
      return since === null || performance.now() - since < idleMs ? null : engine.seen();
    },
    stop,
  });
  return { running, stop };

  function begin(over: GroupingIndexWriter): IngestEngine {
    return startIngest({
      formats: createFormats(role.env),
      writer: over,
      pack: packItems,
      watcher,
      clock: Date.now,
      helper: role.entry === null ? null : () => startHelper(role, role.entry ?? ''),
      onProblem: (problem) => tell({ type: 'problem', problem }),
      onProgress: (progress) => {
        tell({ type: 'progress', progress });
        // A bug of ours: the thread ends, and is started anew with a clean mind.
        if (progress.state === 'failed')
          fail(new AmcError({ code: 'ingest_failed', message: progress.problem ?? 'Reading transcripts failed.' }));
      },
    });
  }
}

/** A thread of the reader's own. */
function startHelper(role: IndexRole, entry: string): StretchHelper {
  const host = new ThreadHost<ReadMethods>({
    name: 'The second reader of transcripts',
    start: workerThreads(entry),
    role: { ...role, role: 'read' } satisfies IndexRole,
  });
  return { read: (job) => host.call('read', job), dispose: () => host.end() };
}
