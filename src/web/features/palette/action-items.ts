import type { Offer, Session } from '../../../contract/session.ts';
import { auditPath, sessionOfPath, sessionPath } from '../../lib/session-path.ts';
import { shortModel } from '../../lib/words.ts';
import { copyText } from '../../lib/copy-text.ts';
import { messageOf } from '../../../lib/message-of.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { toast } from '../../state/toasts.ts';
import { canBeDismissed, dismiss, snooze, switchPin, wake } from '../board/marks/actions.ts';
import { SNOOZES } from '../board/marks/snooze-times.ts';
import { goTo } from './go-items.ts';
import type { PaletteItem } from './items.ts';
import { pressWhenThere } from './press-when-there.ts';
import { sendAndTell } from './send-and-tell.ts';
import { tPalette } from './texts.ts';

/** Everything the session in view can be asked, and everything that can be put on it. What ends something asks first, where the page does. */
export function actionItems(session: Session): PaletteItem[] {
  const { key, requests, marks, pane } = session;
  const item = (id: string, label: string, run: () => void, more: Partial<PaletteItem> = {}): PaletteItem => ({
    id: `do ${id} ${key}`,
    part: 'session',
    label,
    run,
    ...more,
  });
  const [first] = requests;
  const asleep = marks?.snoozedUntil !== undefined;
  return [
    ...(first === undefined || location.pathname === '/inbox'
      ? []
      : [item('inbox', tPalette('do.inbox'), () => goTo(`/inbox?at=${encodeURIComponent(first.id)}`))]),
    ...(sessionOfPath(location.pathname) === key
      ? []
      : [item('open', tPalette('do.open'), () => goTo(sessionPath(key)))]),
    ...(isInterruptible(session)
      ? [item('interrupt', tPalette('do.interrupt'), () => void sendAndTell(session, { type: 'interrupt' }))]
      : []),
    ...(pane === undefined ? [] : [item('reveal', tPalette('do.reveal'), () => void reveal(session), { keys: 't' })]),
    item('pin', tPalette(marks?.pinned === true ? 'do.unpin' : 'do.pin'), () => void switchPin([session])),
    ...(asleep ? [item('wake', tPalette('do.wake'), () => void wake([session]))] : []),
    ...(canBeDismissed(session) ? [item('dismiss', tPalette('do.dismiss'), () => void dismiss([session]))] : []),
    ...session.offers.flatMap((offer) => offerItems(session, offer, item)),
    ...SNOOZES.map((how) =>
      item(
        `snooze ${how}`,
        tPalette('do.snooze', { time: tPalette(`do.snooze.${how}`) }),
        () => void snooze([session], how),
      ),
    ),
    item('activity', tPalette('do.activity'), () => goTo(auditPath(key))),
    item('copy', tPalette('do.copyId'), () => void copyId(session)),
  ];
}

type MakeItem = (id: string, label: string, run: () => void, more?: Partial<PaletteItem>) => PaletteItem;

function offerItems(session: Session, { action, path, choices = [], current }: Offer, item: MakeItem): PaletteItem[] {
  if (path.channel === 'none' || action === 'attach') return [];
  const menu = (): void => void openMenu(session, action);
  switch (action) {
    case 'mode':
      return choices.length === 0
        ? [item('mode', tPalette('do.modeMenu'), menu)]
        : choices.map(({ id, label }) =>
            item(
              `mode ${id}`,
              tPalette('do.mode', { mode: label }),
              () => void sendAndTell(session, { type: 'mode', mode: id }),
              id === current ? { about: tPalette('do.now') } : {},
            ),
          );
    case 'model':
      return [
        item('model', tPalette('do.modelMenu'), menu),
        ...choices.map(({ id, label }) =>
          item(
            `model ${id}`,
            tPalette('do.model', { model: shortModel(label) }),
            () => void sendAndTell(session, { type: 'model', model: id }),
            id === current ? { about: tPalette('do.now') } : {},
          ),
        ),
      ];
    default:
      return [item(action, tPalette(`do.${action}`), menu)];
  }
}

/** The session's own menu at this row: there it says what it will do, and asks once more. */
async function openMenu({ key }: Session, action: Offer['action']): Promise<void> {
  if (sessionOfPath(location.pathname) !== key) goTo(sessionPath(key));
  // Of this session: elsewhere the same key has another button.
  const button = `[data-menu-of="${CSS.escape(key)}"]:not(:disabled)`;
  await pressWhenThere(button, `[data-offer="${action}"] > button[aria-expanded=false]`);
}

function isInterruptible({ status, requests, interrupt }: Session): boolean {
  return interrupt.channel !== 'none' && (status.value === 'working' || requests.length > 0);
}

async function reveal({ key }: Session): Promise<void> {
  try {
    toast((await client.call('reveal', { params: { key }, body: {} })).note);
  } catch (error) {
    noteRefusal(error);
    toast(messageOf(error), { tone: 'bad' });
  }
}

async function copyId({ id }: Session): Promise<void> {
  try {
    await copyText(id);
    toast(tPalette('told.copied'));
  } catch {
    toast(tPalette('told.notCopied'), { tone: 'bad' });
  }
}
