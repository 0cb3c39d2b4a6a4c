import type { Clock } from '../../../ports/clock.ts';
import type { News } from '../observe.ts';
import { bornAt } from '../thread-id.ts';
import type { Track } from '../track.ts';
import type { Owner } from './owners.ts';
import type { ProcessWatch } from './watch.ts';

export interface ProcessTellerOptions {
  clock: Clock;
  processes: ProcessWatch;
  /** Whether a server can be reached that has the thread. */
  isServed: (threadId: string) => boolean;
  tell: (threadId: string, news: News) => void;
}

/** Tells which process a thread belongs to, and that it ended. */
export class ProcessTeller {
  readonly #options: ProcessTellerOptions;

  constructor(options: ProcessTellerOptions) {
    this.#options = options;
  }

  async tellProcess(track: Track): Promise<void> {
    const { clock, processes, isServed, tell } = this.#options;
    const { threadId, process: told } = track;
    const owner = processes.now.owners.get(threadId) ?? (told === null ? this.#serverOf(threadId) : null);
    if (owner !== null) {
      const { process, detail } = owner;
      if (told?.pid === process.pid && told.startTime === process.startTime) return;
      track.process = process;
      return tell(threadId, { type: 'process', source: 'process', at: clock(), process, detail });
    }
    // While a server has the thread, a terminal that went away ends nothing: the server says when it puts it away.
    if (told === undefined || told === null || isServed(threadId) || (await processes.isAlive(told))) return;
    track.process = null;
    const gone = { source: 'process', at: clock(), detail: `process ${told.pid} has ended` } as const;
    tell(threadId, { type: 'done', action: 'close', ...gone });
    tell(threadId, { type: 'process', process: null, ...gone });
  }

  /** A Codex that runs its thread itself and was not told anything yet: there is no rollout, but there is a session. */
  tellEmpty({ threadId }: Track): void {
    const { clock, processes, tell } = this.#options;
    if (!processes.now.owners.get(threadId)?.runs) return;
    const cwd = processes.now.holders.get(threadId)?.cwd ?? null;
    const at = bornAt(threadId) ?? clock();
    const facts = { startedAt: at, ...(cwd === null ? {} : { cwd }) };
    tell(threadId, { type: 'described', source: 'process', at, facts });
    tell(threadId, { type: 'activity', source: 'process', at, activity: 'idle', detail: 'it has no turn yet' });
  }

  /** A thread whose process had ended is loaded again and no terminal is known: its server is what runs it. */
  #serverOf(threadId: string): Pick<Owner, 'process' | 'detail'> | null {
    const { processes, isServed } = this.#options;
    const holder = processes.now.holders.get(threadId);
    if (!isServed(threadId) || holder?.role.role !== 'server') return null;
    return { process: holder.id, detail: 'the background server runs it; which terminal shows it is not known' };
  }
}
