import type { InputStep, NextSteps } from '../../ports/terminal.ts';
import { echoes, lettersOf, type Composer } from '../composer.ts';
import { enter, goOn, look, squeezed, stop } from '../steps.ts';
import { completes, readScreen, type ClaudeScreen } from './screen.ts';

/** Building blocks of what is typed to Claude Code. What they rely on is in FORMAT.md, "Screen" and "Typing". */

/**
 * Time between the echo of a paste and Enter, ms. None was lost without any (FORMAT.md, "Typing"); this is the frame in
 * which a person's own keys would still be seen.
 */
const ECHO_TO_ENTER_MS = 40;
const AFTER_ESCAPE_MS = 300;
const AFTER_ENTER_MS = 5_000;
/** Looks, one after the other, that must show the text standing unsent before Enter is pressed once more. */
const STUCK_LOOKS = 15;

type Next = Extract<InputStep, { kind: 'look' }>['next'];

/** Whether the input box holds this text and nothing else. */
type Holds = (composer: Composer) => boolean;

/** Pastes the text and submits it once the box shows exactly it. */
export function submit(text: string): readonly InputStep[] {
  const holds: Holds = (composer) => holdsOnly(composer, text);
  return [...pasted(text, holds), look('the text alone in the input box', ifAlone(holds, enter)), entered(holds)];
}

/**
 * The same for a command. The blank behind it closes the list that completes it. What opens instead of a turn, and that
 * there is no such command, is told.
 */
export function submitCommand(command: string): readonly InputStep[] {
  const holds: Holds = (composer) => holdsCommand(composer, command);
  const name = command.split(' ')[0] ?? '';
  let before = 0;
  const next = ifAlone(holds, enter);
  const alone = look('the command alone in the input box', (now) => {
    before = unknownIn(readScreen(now), name);
    return next(now);
  });
  const known = look('what became of the command', (now) =>
    unknownIn(readScreen(now), name) > before
      ? stop('unknown_command', `Claude Code says that it knows no command ${name}`)
      : goOn(),
  );
  return [...pasted(`${command} `, holds), alone, entered(holds, { isCommand: true }), known];
}

/** Pasted, shown, and a moment in which a person's own keys would be seen. */
export function pasted(text: string, holds: Holds): readonly InputStep[] {
  const echoed = look('the text in the input box', (now) => {
    const { composer } = readScreen(now);
    return holds(composer) || echoes(withoutImages(composer), text) ? goOn() : null;
  });
  return [{ kind: 'paste', text }, echoed, { kind: 'pause', ms: ECHO_TO_ENTER_MS }];
}

/** Goes on when nothing else stands in the box. A list that completes words would take Enter: it is closed first. */
export function ifAlone(holds: Holds, ...then: InputStep[]): Next {
  const closed: Next = (now) => {
    const screen = readScreen(now);
    if (completes(screen)) return null;
    return holds(screen.composer) ? goOn(...then) : stop('draft', 'the text in its input box changed');
  };
  return (now) => {
    const screen = readScreen(now);
    if (!screen.composer.shown) return stop('no_composer', 'a dialog or another view came up');
    if (!holds(screen.composer)) return stop('draft', 'somebody else typed there at the same time');
    if (!completes(screen)) return goOn(...then);
    return goOn({ kind: 'key', key: 'escape' }, { kind: 'pause', ms: AFTER_ESCAPE_MS }, look('the text alone', closed));
  };
}

/**
 * Looks whether Enter was taken. When the text stood there all the time, Enter is pressed once more, and never again: the
 * box was empty before, so what stands in it is this text.
 */
function entered(holds: Holds, { isCommand = false }: { isCommand?: boolean } = {}): InputStep {
  let away = 0;
  let stuck = 0;
  const taken = ({ composer }: ClaudeScreen): NextSteps | null => {
    if (composer.shown) return holds(composer) ? null : goOn();
    if (!isCommand) return goOn();
    away += 1;
    return away < STUCK_LOOKS
      ? null
      : stop('view_opened', 'it opened a view that takes the keyboard; close it in the pane');
  };
  const again = look('that Enter was taken: the text still stands in its input box', (now) => taken(readScreen(now)));
  return look(
    'that Enter was taken',
    (now) => {
      const screen = readScreen(now);
      const done = taken(screen);
      if (done !== null || !screen.composer.shown) return done;
      stuck += 1;
      return stuck >= STUCK_LOOKS && !completes(screen) ? goOn(enter, again) : null;
    },
    AFTER_ENTER_MS,
  );
}

function unknownIn({ lines }: ClaudeScreen, name: string): number {
  return lines.filter((line) => line.includes(`Unknown command: ${name}`)).length;
}

/** Nothing but this text stands in the box: all of it, its end when it is too long for the box, or the mark of a paste. */
export function holdsOnly(composer: Composer, text: string): boolean {
  const bare = withoutImages(composer);
  if (!bare.shown || bare.draft === '' || !echoes(bare, text)) return false;
  if (/^\[Pasted text #\d+[^\]]*\]$/.test(bare.draft)) return true;
  const [shown, whole] = [lettersOf(bare.draft), lettersOf(text)];
  return shown === '' ? whole === '' : whole.endsWith(shown);
}

/** The command, and maybe the hint what may follow it (`[model]`, `<pr#>`), which is drawn like typed text. */
export function holdsCommand(composer: Composer, command: string): boolean {
  if (!composer.shown) return false;
  const [shown, whole] = [squeezed(composer.draft), squeezed(command)];
  return shown.startsWith(whole) && /^([[<(].*)?$/.test(shown.slice(whole.length));
}

const IMAGE_MARK = /\[Image #\d+\] ?/g;

export function withoutImages(composer: Composer): Composer {
  return composer.shown ? { shown: true, draft: composer.draft.replaceAll(IMAGE_MARK, '').trim() } : composer;
}

export function imagesIn(composer: Composer): number {
  return composer.shown ? (composer.draft.match(IMAGE_MARK)?.length ?? 0) : 0;
}
