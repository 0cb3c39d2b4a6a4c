import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { titleOf } from '../../lib/words.ts';
import { sendBatch } from '../../state/batch.ts';
import { useUndoWindow } from '../../state/preferences.ts';
import { setChoosing, useSelection } from '../../state/selection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { TEXT_FIELD } from '../../ui/field.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { BulkMarks } from './bulk-marks.tsx';

/** The same prompt to every chosen session. Lies over the foot of the board, so that nothing moves. */
export function BulkBar(): ReactNode {
  const { keys, choosing } = useSelection();
  const sessions = useApp((state) => state.board.sessions);
  const live = useApp(isLive);
  const { holdMs } = useUndoWindow();
  const [text, setText] = useState('');
  const chosen = [...keys].flatMap((key) => sessions.get(key) ?? []);
  const bar = useCleared(chosen.length > 0 || choosing);
  if (chosen.length === 0 && !choosing) return null;
  const reached = chosen.filter(({ prompt }) => prompt.channel !== 'none');
  const off = !live || reached.length === 0 || text.trim() === '';
  const submit = (): void => {
    if (off) return;
    void sendBatch(
      reached.map((session) => ({
        session,
        title: titleOf(session),
        about: '',
        action: { type: 'prompt', text },
        holdMs,
      })),
    );
    setText('');
    setChoosing(false);
  };
  return (
    <form
      ref={bar}
      aria-label={t('bulk.label')}
      data-bulk-bar
      className="fixed inset-x-4 bottom-4 z-30 mx-auto grid max-w-[760px] grid-cols-[minmax(0,1fr)] gap-2 rounded-m border border-line-2 bg-float p-3 shadow-float"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex items-center gap-3 pl-1">
        <p className="min-w-0 truncate" role="status">
          <span className="font-semibold">{t('bulk.chosen', { n: chosen.length })}</span>{' '}
          <span className="text-ink-3">
            <Clean text={chosen.map(titleOf).join(', ')} />
          </span>
        </p>
        <IconButton label={t('bulk.chooseNone')} className="ml-auto" onClick={() => setChoosing(false)}>
          <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.6" strokeLinecap="round" />
        </IconButton>
      </div>
      {chosen.length > 0 ? <BulkMarks sessions={chosen} /> : null}
      <NotReached sessions={chosen.filter(({ prompt }) => prompt.channel === 'none')} />
      <div className="flex flex-wrap items-end gap-2">
        <GrowingText
          className={`${TEXT_FIELD} flex-[1_1_220px]`}
          aria-label={t('bulk.prompt')}
          placeholder={t('bulk.prompt')}
          value={text}
          setValue={setText}
          submit={submit}
        />
        <Button look="primary" type="submit" disabled={off} data-off={off ? '' : undefined}>
          {t('bulk.send', { n: reached.length })}
        </Button>
      </div>
    </form>
  );
}

/** Those to which no prompt can go are left out, and named. */
function NotReached({ sessions }: { sessions: readonly Session[] }): ReactNode {
  if (sessions.length === 0) return null;
  return (
    <ul className="grid gap-0.5 pl-1 text-12 text-ink-2">
      {sessions.map((session) => (
        <li key={session.key}>
          <Clean
            text={t('bulk.notReached', {
              title: titleOf(session),
              reason: session.prompt.channel === 'none' ? session.prompt.reason : '',
            })}
          />
        </li>
      ))}
    </ul>
  );
}

/** Esc puts the choice away from anywhere on the board. */
function useCleared(active: boolean) {
  const bar = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!active) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open], :popover-open, [role=menu]') !== null) return;
      // From the field Esc first gives the keys back to the page.
      if (bar.current?.contains(document.activeElement) === true) return;
      setChoosing(false);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [active]);
  return bar;
}
