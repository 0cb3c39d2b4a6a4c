import type { Evidence } from '../../contract/evidence.ts';
import type { TypingPlan } from '../../ports/keystrokes.ts';
import type { InputStep, ScreenSnapshot } from '../../ports/terminal.ts';
import { modeOn, readScreen } from './screen.ts';
import { goOn, look, refuse, stop } from '../steps.ts';

const MODE_TIMEOUT_MS = 2_000;

/**
 * Shift+Tab goes to the next mode; which there are differs, so each one is read from the footer. Nothing is written down
 * before the next prompt: the footer is the only word on it until then.
 */
export function planMode(screen: ScreenSnapshot, wanted: string): TypingPlan {
  const now = modeOn(readScreen(screen));
  if (now === null) return refuse('mode_unknown', 'its screen does not say which mode it is in', 'Look at the pane.');
  let shown: Evidence | null = now === wanted ? evidenceOf(screen, now) : null;
  const next = (before: readonly string[]): readonly InputStep[] => [
    { kind: 'key', key: 'shift-tab' },
    look(
      'another mode in its footer',
      (seen) => {
        const read = readScreen(seen);
        const mode = modeOn(read);
        if (!read.composer.shown) return stop('no_composer', 'a dialog or another view came up');
        if (mode === null || mode === before.at(-1)) return null;
        if (mode === wanted) {
          shown = evidenceOf(seen, mode);
          return goOn();
        }
        return before.includes(mode)
          ? stop('mode_not_offered', `this session does not offer the mode ${wanted}; it is in ${mode}`)
          : goOn(...next([...before, mode]));
      },
      MODE_TIMEOUT_MS,
    ),
  ];
  return { ok: true, steps: now === wanted ? [] : next([now]), shown: () => shown };
}

function evidenceOf({ at }: ScreenSnapshot, mode: string): Evidence {
  return { source: 'screen', at, detail: `screen: its footer says that it is in the mode ${mode}` };
}
