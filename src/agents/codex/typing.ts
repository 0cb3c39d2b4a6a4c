import type { InputStep, NextSteps, ScreenSnapshot } from '../../ports/terminal.ts';
import { echoes, lettersOf, type Composer } from '../composer.ts';
import { ECHO_TIMEOUT_MS, enter, goOn, look, stop } from '../steps.ts';
import { readComposer } from './screen.ts';

/** Building blocks of what is typed to Codex. What they rely on is in FORMAT.md §8. */

/** Codex takes an Enter that comes within 120 ms of pasted characters as a new line. */
const ECHO_TO_ENTER_MS = 200;
/** Looks, one after the other, that must show the text standing unsent before Enter is pressed once more. */
const STUCK_LOOKS = 12;
const AFTER_ENTER_MS = 4_500;

/** Pastes the text, waits until the box shows it and nothing else, submits it, and looks whether Enter was taken. */
export function submit(text: string): readonly InputStep[] {
  const typed = (screen: ScreenSnapshot) => echoes(readComposer(screen), text);
  const alone = (screen: ScreenSnapshot): NextSteps => {
    const composer = readComposer(screen);
    if (!composer.shown) return stop('no_composer', 'a dialog or another view came up');
    return holdsOnly(composer, text) ? goOn(enter) : stop('draft', 'somebody else typed there at the same time');
  };
  return [
    { kind: 'paste', text },
    { kind: 'expect', what: 'the text in the input box', test: typed, timeoutMs: ECHO_TIMEOUT_MS, required: true },
    { kind: 'pause', ms: ECHO_TO_ENTER_MS },
    look('the text alone in the input box', alone),
    taken(text),
  ];
}

/**
 * Looks whether Enter was taken. When the text stood there all the time, Enter is pressed once more, and never again:
 * the box was empty before, so what stands in it is this text.
 */
function taken(text: string): InputStep {
  const left = (screen: ScreenSnapshot) => !holdsOnly(readComposer(screen), text);
  const second = look('that Enter was taken: the text still stands in its input box', (screen) =>
    left(screen) ? goOn() : null,
  );
  let stuck = 0;
  return look(
    'that Enter was taken',
    (screen) => {
      if (left(screen)) return goOn();
      stuck += 1;
      return stuck >= STUCK_LOOKS ? goOn(enter, second) : null;
    },
    AFTER_ENTER_MS,
  );
}

/** Nothing but this text stands in the box: all of it, its end when it is too long for the box, or the mark of a paste. */
export function holdsOnly(composer: Composer, text: string): boolean {
  if (!composer.shown || composer.draft === '' || !echoes(composer, text)) return false;
  const mark = /^\[Pasted Content (\d+) chars\]$/.exec(composer.draft);
  if (mark !== null) return Math.abs(Number(mark[1]) - [...text.replaceAll('\r\n', '\n')].length) <= 2;
  const shown = lettersOf(composer.draft);
  return shown !== '' || lettersOf(text) === '' ? lettersOf(text).endsWith(shown) : false;
}
