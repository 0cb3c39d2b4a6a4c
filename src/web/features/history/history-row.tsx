import { memo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { HistoryEntry } from '../../../contract/history.ts';
import { t } from '../../i18n/t.ts';
import { tHistory } from './texts.ts';
import { bytes, short } from '../../lib/amounts.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { shortModel } from '../../lib/words.ts';
import { fromHere } from '../../state/came-from.ts';
import { useApp } from '../../state/store.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { ClockTime } from '../../ui/time.tsx';
import { shownStatus } from '../board/status-word.tsx';

/** One session of the past, or of now: what it was about, where, with what, how big. */
export const HistoryRow = memo(
  function HistoryRow({ entry, choose }: { entry: HistoryEntry; choose: (dir: string) => void }): ReactNode {
    const { key, title, firstPrompt, project, lastAt } = entry;
    const named = title.trim() !== '';
    const head = named ? title : (firstPrompt ?? t('session.untitled'));
    return (
      <li data-row={key} className="session-row history-row relative">
        <div className="history-grid">
          <span className="row-shape">
            <Now sessionKey={key} />
          </span>
          <h3 className="row-title">
            <Link href={sessionPath(key)} state={fromHere()} data-row-link className="row-link">
              <Clean text={head} />
            </Link>
          </h3>
          <p className="history-prompt">
            {named && firstPrompt !== undefined && firstPrompt !== title ? <Clean text={firstPrompt} /> : null}
          </p>
          <p className="history-project">
            <button
              type="button"
              title={tHistory('history.onlyProject', { dir: project.dir })}
              className="relative max-w-full truncate hover:text-ink hover:underline pointer-coarse:pointer-events-none"
              onClick={() => choose(project.dir)}
            >
              <Clean text={project.name} />
            </button>
            {project.branch === undefined ? null : (
              <span className="min-w-0 truncate text-ink-3">
                <Clean text={project.branch} />
              </span>
            )}
          </p>
          <p className="history-agent">
            <Clean text={[entry.agent, ...entry.models.map(shortModel)].join(' ')} />
          </p>
          <p className="history-size">
            <Size entry={entry} />
          </p>
          <span className="history-time">
            <ClockTime at={lastAt} />
          </span>
          <Marks entry={entry} />
        </div>
      </li>
    );
  },
  (before, after) => before.entry === after.entry,
);

/** What it does now, if it is on the board. */
function Now({ sessionKey }: { sessionKey: HistoryEntry['key'] }): ReactNode {
  const session = useApp((state) => state.board.sessions.get(sessionKey));
  if (session === undefined) return null;
  return (
    <>
      <StatusShape value={shownStatus(session)} size={12} />
      <span className="sr-only">{t(`status.${session.status.value}`)}</span>
    </>
  );
}

function Size({ entry }: { entry: HistoryEntry }): ReactNode {
  const { tokens, indexed, prompts } = entry;
  if (indexed === 'sketch') return <span title={tHistory('history.sketch')}>{bytes(entry.bytes)}</span>;
  const all = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite;
  const words = [
    tHistory('history.prompts', { n: prompts }),
    ...(all === 0 ? [] : [tHistory('history.tokens', { n: short(all) })]),
  ];
  return <span title={bytes(entry.bytes)}>{words.join(' · ')}</span>;
}

function Marks({ entry: { archived, sourceDeleted, errors } }: { entry: HistoryEntry }): ReactNode {
  if (!archived && !sourceDeleted && errors === 0) return null;
  return (
    <p className="history-marks">
      {errors === 0 ? null : (
        <span className="flex items-center gap-1">
          <Shape name="cross" tone="rests" size={8} />
          {tHistory('history.errors', { n: errors })}
        </span>
      )}
      {archived ? <span>{tHistory('history.archived')}</span> : null}
      {sourceDeleted ? (
        <span className="flex items-center gap-1" title={tHistory('history.goneWhy')}>
          <Shape name="square" tone="rests" size={8} />
          {tHistory('history.gone')}
        </span>
      ) : null}
    </p>
  );
}
