import { useMemo, useState, type ReactNode } from 'react';
import type { FileChange } from '../../../contract/conversation.ts';
import { t } from '../../i18n/t.ts';
import { diffRows, unifiedRows, type Diff, type DiffRow } from '../../lib/diff-rows.ts';
import { Clean } from '../../ui/clean.tsx';

/** Before and after, or one of them, or the change as its maker told it. */
type Edit = Pick<FileChange, 'path' | 'movedTo' | 'before' | 'after' | 'diff'> & { change?: FileChange['change'] };

interface DiffViewProps {
  edit: Edit;
  /** Shows a first part until asked for all. */
  compact: boolean;
}

const FIRST_ROWS = { compact: 9, full: 60 };

/** What would become of a file, or became of it, line by line. */
export function DiffView({ edit, compact }: DiffViewProps): ReactNode {
  const diff = useMemo(() => diffOf(edit), [edit]);
  const [all, setAll] = useState(false);
  const rows = diff === 'too-large' ? [] : diff.rows;
  const limit = compact ? FIRST_ROWS.compact : FIRST_ROWS.full;
  const shown = all || rows.length <= limit + 3 ? rows : rows.slice(0, limit);
  return (
    <figure className="overflow-hidden rounded-m border border-line" aria-label={t('diff.label', { path: edit.path })}>
      <figcaption className="flex items-baseline gap-3 border-b border-line bg-paper-2 px-3 py-1.5 font-mono text-12">
        <span className="min-w-0 truncate">
          <Clean text={edit.movedTo === undefined ? edit.path : `${edit.path} → ${edit.movedTo}`} />
        </span>
        {diff === 'too-large' ? null : !isKnown(edit) ? (
          <span className="ml-auto shrink-0">
            <Kind edit={edit} />
          </span>
        ) : (
          <span className="ml-auto flex shrink-0 gap-2">
            <Kind edit={edit} />
            <span className="text-added-mark">{t('diff.added', { n: diff.added })}</span>
            <span className="text-gone-mark">{t('diff.removed', { n: diff.gone })}</span>
          </span>
        )}
      </figcaption>
      {diff === 'too-large' ? <p className="p-3 text-ink-2">{t('diff.tooLarge')}</p> : null}
      {diff !== 'too-large' && rows.length === 0 ? (
        <p className="p-3 text-ink-2">{t(isKnown(edit) ? 'diff.same' : 'diff.unknown')}</p>
      ) : null}
      {/* Long lines scroll with the block; a keyboard has to get there too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="overflow-x-auto" tabIndex={shown.length > 0 ? 0 : undefined}>
        <div className="w-max min-w-full py-1 font-mono text-12 leading-4.5">
          {shown.map((row, index) => (
            // eslint-disable-next-line react/no-array-index-key -- rows of one unchanging text
            <Row key={index} row={row} />
          ))}
        </div>
      </div>
      {shown.length < rows.length ? (
        <button
          type="button"
          className="w-full border-t border-line px-3 py-1.5 text-left text-12 text-ink-2 hover:bg-paper-2 hover:text-ink pointer-coarse:min-h-11"
          onClick={() => setAll(true)}
        >
          {t('diff.showAll', { n: rows.length })}
        </button>
      ) : null}
    </figure>
  );
}

function diffOf(edit: Edit): Diff | 'too-large' {
  return edit.diff === undefined ? diffRows(edit.before ?? '', edit.after ?? '') : unifiedRows(edit.diff);
}

function isKnown({ before, after, diff }: Edit): boolean {
  return before !== undefined || after !== undefined || diff !== undefined;
}

function Kind({ edit: { change, before } }: { edit: Edit }): ReactNode {
  const isNew = change === undefined ? before === '' : change === 'add';
  if (!isNew && change !== 'delete') return null;
  return <span className="font-sans text-ink-3">{t(isNew ? 'diff.newFile' : 'diff.deleted')}</span>;
}

const LOOK = {
  same: { row: '', mark: ' ', text: 'text-ink-2' },
  added: { row: 'bg-added', mark: '+', text: '' },
  gone: { row: 'bg-gone', mark: '−', text: '' },
};

function Row({ row }: { row: DiffRow }): ReactNode {
  if (row.kind === 'skip')
    return <div className="px-3 py-0.5 font-sans text-ink-3">{t('diff.skipped', { n: row.count })}</div>;
  const { row: look, mark, text } = LOOK[row.kind];
  return (
    <div className={`flex pr-3 ${look}`}>
      <span aria-hidden="true" className="w-11 shrink-0 pr-2 text-right text-ink-3 select-none">
        {row.line}
      </span>
      <span
        className={`w-4 shrink-0 select-none ${row.kind === 'added' ? 'text-added-mark' : row.kind === 'gone' ? 'text-gone-mark' : ''}`}
      >
        {mark}
      </span>
      <span className={`whitespace-pre ${text}`}>
        <Clean text={row.text} />
      </span>
    </div>
  );
}
