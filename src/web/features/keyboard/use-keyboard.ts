import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { SCREENS } from '../../screens.ts';
import { cameFrom } from '../../state/came-from.ts';
import { commandOf } from './commands.ts';
import { openHelp } from './help-dialog.tsx';
import { RowFocus } from './row-focus.ts';

/** Listens for the page's keys. What a key decides is what the button it stands for decides, so it can do no more. */
export function useKeyboard(): void {
  const [path, navigate] = useLocation();
  useEffect(() => {
    const rows = new RowFocus();
    const onBoard = path === '/';
    const onList = onBoard || SCREENS[path]?.isList === true;
    const pressed = (event: KeyboardEvent): void => {
      // What lies above the page has the keys: nothing behind it may be decided.
      if (event.defaultPrevented || document.querySelector('dialog[open], :popover-open') !== null) return;
      if (isTyping(event.target)) return leaveField(event);
      const command = commandOf(event);
      switch (command) {
        case 'next':
        case 'previous':
          if (onList) rows.move(command === 'next' ? 1 : -1);
          return;
        case 'filter':
          return void focusOn('[data-filter]', event);
        case 'search':
          if (focusOn('[data-search]', event)) return;
          event.preventDefault();
          return navigate('/search');
        case 'history':
        case 'audit':
          return navigate(`/${command}`);
        case 'compose':
          return void focusOn('[data-composer]', event);
        case 'menu':
        case 'bulk':
          return press(`[data-press="${event.key}"]`, document, event);
        case 'terminal':
          return press(`[data-press="${event.key}"]`, onBoard ? rows.current() : document, event);
        case 'select':
          return press('[data-select]', rows.current(), event);
        case 'allow':
        case 'deny':
        case 'deny-with':
        case 'choose':
          return decide(rows, onBoard, event);
        case 'help':
          return openHelp();
        case 'back':
          if (onBoard) return;
          return cameFrom() === null ? navigate('/') : history.back();
        default:
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
  if (button === null || button === undefined) return;
  event.preventDefault();
  button.click();
  if (onBoard) rows.afterDecision();
}

/** Presses a button that decides nothing. */
function press(selector: string, scope: ParentNode | null, event: KeyboardEvent): void {
  const button = scope?.querySelector<HTMLElement>(`${selector}:not(:disabled)`);
  if (event.repeat || button === null || button === undefined) return;
  event.preventDefault();
  button.click();
}

function focusOn(selector: string, event: KeyboardEvent): boolean {
  const field = document.querySelector<HTMLElement>(selector);
  if (field === null) return false;
  event.preventDefault();
  field.focus();
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')
  );
}

/** Esc in a field gives the keys back to the page. What was searched for stays: browsers would empty the field. */
function leaveField(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !(event.target instanceof HTMLElement)) return;
  if (event.target.matches('[data-search]')) event.preventDefault();
  event.target.blur();
}
