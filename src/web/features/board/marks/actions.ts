import type { MarksChange } from '../../../../contract/marks.ts';
import type { Session } from '../../../../contract/session.ts';
import { messageOf } from '../../../../lib/message-of.ts';
import { timeOfDay } from '../../../lib/time.ts';
import { titleOf } from '../../../lib/words.ts';
import { client, noteRefusal } from '../../../state/connection.ts';
import { useApp } from '../../../state/store.ts';
import { dropToast, toast } from '../../../state/toasts.ts';
import { keepWayBack, type WayBack } from '../../../state/undo.ts';
import { needOf } from '../groups.ts';
import { tBoard } from '../texts.ts';
import { snoozeUntil, type Snooze } from './snooze-times.ts';

/** Changes marks of each, with a way back; what the server refuses is told. Returns those that took it. */
export async function mark(sessions: readonly Session[], change: MarksChange): Promise<readonly Session[]> {
  return (await marked(sessions, change)).taken;
}

async function marked(
  sessions: readonly Session[],
  change: MarksChange,
): Promise<{ taken: readonly Session[]; way: WayBack | null }> {
  const answers = await Promise.all(sessions.map((session) => markOne(session, change)));
  const taken = sessions.filter((_, index) => answers[index]);
  return { taken, way: taken.length === 0 ? null : keepWayBack((byKey) => void markBack(taken, change, byKey)) };
}

/** Each as it was before. */
async function markBack(sessions: readonly Session[], change: MarksChange, isTold: boolean): Promise<void> {
  const answers = await Promise.all(sessions.map((session) => markOne(session, before(session, change))));
  const back = sessions.filter((_, index) => answers[index]);
  const [first] = back;
  if (first !== undefined && isTold) toast(tBoard('mark.undone', { title: titleOf(first), n: back.length }));
}

/** What takes a change back. A session had none of the marks that it does not show. */
function before({ marks = {} }: Session, change: MarksChange): MarksChange {
  return {
    ...('pinned' in change ? { pinned: marks.pinned === true } : {}),
    ...('name' in change ? { name: marks.name ?? null } : {}),
    ...('colour' in change ? { colour: marks.colour ?? null } : {}),
    ...('snoozedUntil' in change ? { snoozedUntil: marks.snoozedUntil ?? null } : {}),
    ...('dismissed' in change ? { dismissed: change.dismissed === false } : {}),
  };
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
  tell(await marked(resting, { dismissed: true }), (what) => tBoard('mark.dismissed', what));
}

export async function snooze(sessions: readonly Session[], how: Snooze): Promise<void> {
  const now = Date.now() + useApp.getState().board.skewMs;
  const until = snoozeUntil(how, now);
  const asleep = await marked(sessions, { snoozedUntil: until });
  tell(asleep, (what) => tBoard('mark.snoozedUntil', { ...what, time: timeOfDay(until, now) }));
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
  { taken, way }: { taken: readonly Session[]; way: WayBack | null },
  text: (what: { title: string; n: number }) => string,
): void {
  const [first] = taken;
  if (first === undefined) return;
  const id = toast(text({ title: titleOf(first), n: taken.length }), {
    action: { label: tBoard('mark.undo'), run: () => way?.take() },
  });
  if (way !== null) way.over = () => dropToast(id);
}
