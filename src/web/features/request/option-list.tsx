import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Question } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { classes } from '../../ui/classes.ts';
import { Key } from '../../ui/button.tsx';

interface OptionListProps {
  question: Question;
  picked: readonly string[];
  off: boolean;
  offline: boolean;
  /** Whether digits choose here. */
  keyed: boolean;
  /** Stays pressed after a click, instead of answering by it. */
  pressable: boolean;
  pick: (label: string) => void;
}

/** A question's options; with a preview of the one under the hand where the agent sent any. */
export function OptionList({ question, picked, off, offline, keyed, pressable, pick }: OptionListProps): ReactNode {
  const [looked, setLooked] = useState(picked[0] ?? question.options[0]?.label);
  const previews = question.options.some(({ preview }) => preview !== undefined);
  const bare = question.options.every(({ description }) => description === undefined) && !previews;
  const shown = question.options.find(({ label, preview }) => label === looked && preview !== undefined);
  return (
    <div
      className={previews ? 'grid max-w-[960px] gap-3 desk:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]' : 'max-w-[760px]'}
    >
      <div
        role="group"
        aria-label={t('question.options', { question: question.text })}
        className={bare ? 'flex flex-wrap gap-2 max-tablet:grid' : 'grid content-start gap-1.5'}
        onKeyDown={walk}
      >
        {question.options.map(({ label, description }, index) => {
          const on = picked.includes(label);
          return (
            <button
              key={label}
              type="button"
              disabled={off}
              data-off={offline ? '' : undefined}
              aria-pressed={pressable ? on : undefined}
              data-key={keyed && index < 9 ? String(index + 1) : undefined}
              onClick={() => pick(label)}
              onFocus={() => setLooked(label)}
              onMouseEnter={() => setLooked(label)}
              className={classes(
                'flex min-h-8 items-center gap-2.5 rounded-m border px-3 py-1.5 text-left hover:border-ink-3 pointer-coarse:min-h-11 pointer-coarse:py-2.5 data-off:opacity-50',
                on ? 'border-ink bg-paper-3' : 'border-line-2 bg-float',
              )}
            >
              {pressable && question.multiSelect ? <Box on={on} /> : null}
              <span className="min-w-0">
                <span className="font-medium">
                  <Clean text={label} />
                </span>
                {description === undefined ? null : (
                  <span className="ml-2.5 text-ink-2">
                    <Clean text={description} />
                  </span>
                )}
              </span>
              <span className="ml-auto">{keyed && index < 9 ? <Key of={String(index + 1)} /> : null}</span>
            </button>
          );
        })}
      </div>
      {previews ? (
        <pre
          aria-label={t('question.preview', { label: shown?.label ?? '' })}
          className="max-h-80 min-h-32 overflow-auto rounded-m border border-line bg-paper-2 p-3 font-mono text-12 leading-4.5"
        >
          {shown?.preview === undefined ? null : <Clean text={shown.preview} />}
        </pre>
      ) : null}
    </div>
  );
}

/** The arrow keys look at one option after the other; nothing is chosen by looking. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const next = buttons[buttons.findIndex((button) => button === document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function Box({ on }: { on: boolean }): ReactNode {
  return (
    <span
      aria-hidden="true"
      className={classes(
        'grid size-4 shrink-0 place-items-center rounded-s border',
        on ? 'border-ink bg-ink text-paper' : 'border-ink-3',
      )}
    >
      {on ? (
        <svg viewBox="0 0 16 16" width="12" height="12">
          <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" strokeWidth="2.4" />
        </svg>
      ) : null}
    </span>
  );
}
