import { useEffect } from 'react';
import type { Session } from '../../../../contract/session.ts';
import { switchDensity } from '../../../state/density.ts';
import { useSelection } from '../../../state/selection.ts';
import { useApp } from '../../../state/store.ts';
import { isCovered, isTyping } from '../../keyboard/press.ts';
import { areKeysAwaited } from '../../keyboard/type-ahead.ts';
import { rowKeyOf } from '../row-key.ts';
import { openMarks } from './open-menu.ts';
import { focusOn } from './rest-focus.ts';

/** The board's own keys: what is put on the row in focus, or on all that are chosen, and how much room a row takes. */
export function useRowKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const { key, target, altKey, ctrlKey, metaKey } = event;
      if (event.defaultPrevented || event.repeat || altKey || ctrlKey || metaKey) return;
      if (isTyping(target) || isCovered() || areKeysAwaited()) return;
      if (key === 'v') switchDensity();
      else if ('pseR'.includes(key)) {
        const meant = whatIsMeant();
        if (meant === null) return;
        event.preventDefault();
        act(key, meant);
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}

interface Meant {
  sessions: readonly Session[];
  anchor: HTMLElement;
}

/** Those that are chosen, else the row in focus. */
function whatIsMeant(): Meant | null {
  const { sessions } = useApp.getState().board;
  const focused = document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;
  const key = rowKeyOf(focused);
  const own = key === null ? undefined : sessions.get(key);
  const chosen = [...useSelection.getState().keys].flatMap((key) => sessions.get(key) ?? []);
  const meant = chosen.length > 0 ? chosen : own === undefined ? [] : [own];
  const anchor = focused?.querySelector<HTMLElement>('[data-row-link]') ?? document.querySelector<HTMLElement>('main');
  return meant.length === 0 || anchor === null ? null : { sessions: meant, anchor };
}

function act(key: string, { sessions, anchor }: Meant): void {
  const keys = sessions.map((session) => session.key);
  if (key === 's') openMarks({ keys, anchor, part: 'snooze', byKey: true });
  else if (key === 'R') openMarks({ keys: keys.slice(0, 1), anchor, part: 'rename', byKey: true });
  else
    void import('./actions.ts').then(({ canBeDismissed, dismiss, switchPin }) => {
      if (key === 'p') return switchPin(sessions);
      if (sessions.some(canBeDismissed)) focusOn(anchor)()?.focus();
      return dismiss(sessions);
    });
}
