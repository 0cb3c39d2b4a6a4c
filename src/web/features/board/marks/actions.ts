import type { MarksChange } from '../../../../contract/marks.ts';
import type { Session } from '../../../../contract/session.ts';
import { messageOf } from '../../../../lib/message-of.ts';
import { timeOfDay } from '../../../lib/time.ts';
import { titleOf } from '../../../lib/words.ts';
import { client, noteRefusal } from '../../../state/connection.ts';
import { useApp } from '../../../state/store.ts';
import { toast } from '../../../state/toasts.ts';
import { needOf } from '../groups.ts';
import { tBoard } from '../texts.ts';
import { snoozeUntil, type Snooze } from './snooze-times.ts';

/** Changes marks of each; what the server refuses is told. Returns those that took it. */
export async function mark(sessions: readonly Session[], change: MarksChange): Promise<readonly Session[]> {
  const taken = await Promise.all(sessions.map((session) => markOne(session, change)));
  return sessions.filter((_, index) => taken[index]);
}

/** All of them pinned, or none when they are all. */
export async function switchPin(sessions: readonly Session[]): Promise<void> {
  await mark(sessions, { pinned: !sessions.every(({ marks }) => marks?.pinned === true) });
}

/** Those that can be; with the way back. */
export async function dismiss(sessions: readonly Session[]): Promise<void> {
  const resting = sessions.filter(canBeDismissed);
  if (resting.length === 0) {
    toast(tBoard('mark.dismissNot'));
    return;
  }
  const gone = await mark(resting, { dismissed: true });
  tell(gone, (what) => tBoard('mark.dismissed', what), { dismissed: false });
}

export async function snooze(sessions: readonly Session[], how: Snooze): Promise<void> {
  const now = Date.now() + useApp.getState().board.skewMs;
  const until = snoozeUntil(how, now);
  const asleep = await mark(sessions, { snoozedUntil: until });
  tell(asleep, (what) => tBoard('mark.snoozedUntil', { ...what, time: timeOfDay(until, now) }), { snoozedUntil: null });
}

export async function wake(sessions: readonly Session[]): Promise<void> {
  await mark(sessions, { snoozedUntil: null });
}

/** Only where nothing is going on: what works or waits cannot be put out of sight. */
export function canBeDismissed(session: Session): boolean {
  const need = needOf(session);
  return need !== 'needs' && need !== 'working';
}

async function markOne({ key }: Session, change: MarksChange): Promise<boolean> {
  try {
    await client.call('mark', { params: { key }, body: change });
    return true;
  } catch (error) {
    noteRefusal(error);
    toast(tBoard('mark.failed', { why: messageOf(error) }), { tone: 'bad' });
    return false;
  }
}

/** What was done to how many, with the way back. */
function tell(
  sessions: readonly Session[],
  text: (what: { title: string; n: number }) => string,
  undo: MarksChange,
): void {
  const [first] = sessions;
  if (first === undefined) return;
  toast(text({ title: titleOf(first), n: sessions.length }), {
    action: { label: tBoard('mark.undo'), run: () => void mark(sessions, undo) },
  });
}
