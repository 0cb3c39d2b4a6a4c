import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { SCREENS } from '../../screens.ts';
import { cameFrom, fromHere } from '../../state/came-from.ts';
import { goBack } from '../../state/undo.ts';
import { openPalette } from '../palette/open-palette.ts';
import { isSettling } from '../request/settling.ts';
import { commandOf, type KeyCommand } from './commands.ts';
import { openHelp } from './help-dialog.tsx';
import { buttonOf, canBeSeen, focusOn, isCovered, isTyping, leaveField, pressIt } from './press.ts';
import { RowFocus } from './row-focus.ts';
import { areKeysAwaited, giveKeysTo, typeAhead } from './type-ahead.ts';

/** Listens for the page's keys. What a key decides is what the button it stands for decides, so it can do no more. */
export function useKeyboard(): void {
  const [at, navigate] = useLocation();
  const path = at.replace(/(?<=.)\/+$/, '');
  useEffect(() => {
    const rows = new RowFocus();
    const onBoard = path === '/';
    const onList = onBoard || SCREENS[path]?.isList === true;
    const goTo = ({ path: to = '/' }: KeyCommand, event: KeyboardEvent): void => {
      if (to === path || (to !== '/' && SCREENS[to] === undefined)) return;
      event.preventDefault();
      navigate(to, { state: fromHere() });
    };
    const pressed = (event: KeyboardEvent): void => {
      const command = commandOf(event);
      // Keys of a word that is being put together are not the page's.
      if (event.defaultPrevented || event.isComposing || isCovered()) return;
      if (command?.id === 'palette') {
        event.preventDefault();
        return openPalette();
      }
      if (isTyping(event.target)) return leaveField(event);
      if (areKeysAwaited()) return typeAhead(event);
      switch (command?.id) {
        case undefined:
          return;
        case 'next':
        case 'previous':
          if (onList) rows.move(command?.id === 'next' ? 1 : -1);
          return;
        case 'open':
          if (!onBoard) sendFilledIn(event);
          return;
        case 'filter':
          return void focusOn('[data-filter]', event);
        case 'compose':
          return void focusOn('[data-composer]', event);
        case 'search':
          if (focusOn('[data-search]', event)) return;
          giveKeysTo('[data-search]');
          return goTo(command as KeyCommand, event);
        case 'select':
          return void pressIt(
            rows.current()?.querySelector<HTMLElement>('[data-select]:not(:disabled)') ?? null,
            event,
          );
        case 'allow':
        case 'deny':
        case 'deny-with':
        case 'choose':
          return decide(rows, onBoard, event);
        case 'undo':
          if (!event.repeat && goBack()) event.preventDefault();
          return;
        case 'help':
          return openHelp();
        case 'back':
          if (onBoard) return;
          return cameFrom() === null ? navigate('/') : history.back();
        default:
          if (command?.path !== undefined) return goTo(command, event);
          pressIt(buttonOf(event.key, rows.current()), event);
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [path, navigate]);
}

/** Presses the button of the request in focus. A key held down decides one thing, not a row of them. */
function decide(rows: RowFocus, onBoard: boolean, event: KeyboardEvent): void {
  if (event.repeat || (onBoard && !rows.isMeant())) return;
  const scope = onBoard ? rows.current() : document;
  const button = scope?.querySelector<HTMLButtonElement>(`[data-key~="${event.key}"]:not(:disabled)`);
  if (button === null || button === undefined || !canBeSeen(button) || isSettling(button)) return;
  event.preventDefault();
  button.click();
  if (onBoard) rows.afterDecision();
}

/** Enter, where it does nothing else: what was filled in goes. */
function sendFilledIn(event: KeyboardEvent): void {
  const { target } = event;
  const on = target instanceof Element ? target.closest('a, button, summary, label, [role=button], [tabindex]') : null;
  if (on !== null && !on.matches('[data-row-link][aria-current]')) return;
  const button = document.querySelector<HTMLElement>('[data-key~="Enter"]:not(:disabled)');
  if (!isSettling(button)) pressIt(button, event);
}
