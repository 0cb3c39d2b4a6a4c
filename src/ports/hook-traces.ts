import type { SessionRef } from '../contract/session.ts';
import type { WaitMark } from '../core/usage/waits.ts';

/** What hook events tell of sessions that no transcript does. Kept by AMC for a month. */
export interface HookTraces {
  /** When a session waited for a permission; in the order of time. */
  waitMarks(ref: SessionRef): readonly WaitMark[];
  /**
   * The sessions that may have waited for one in `[from, to)` (ms since the epoch; null: open), found without reading
   * all. `newest` is another number when there is news of the session.
   */
  waiting(period: { from: number | null; to: number | null }): readonly { ref: SessionRef; newest: number }[];
  /** Sessions before and after this one in the same program, where a person cleared the conversation in between. */
  clears(ref: SessionRef): { from: SessionRef | null; into: readonly SessionRef[] };
}
