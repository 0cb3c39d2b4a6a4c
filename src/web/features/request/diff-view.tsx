import { useMemo, useState, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { diffRows, type DiffRow } from '../../lib/diff-rows.ts';
import { Clean } from '../../ui/clean.tsx';

interface DiffViewProps {
  edit: { path: string; before: string; after: string };
  /** Shows a first part until asked for all. */
  compact: boolean;
}

const FIRST_ROWS = { compact: 9, full: 60 };

/** What would become of a file, line by line. */
export function DiffView({ edit, compact }: DiffViewProps): ReactNode {
  const diff = useMemo(() => diffRows(edit.before, edit.after), [edit.before, edit.after]);
  const [all, setAll] = useState(false);
  const rows = diff === 'too-large' ? [] : diff.rows;
  const limit = compact ? FIRST_ROWS.compact : FIRST_ROWS.full;
  const shown = all || rows.length <= limit + 3 ? rows : rows.slice(0, limit);
  return (
    <figure className="overflow-hidden rounded-m border border-line" aria-label={t('diff.label', { path: edit.path })}>
      <figcaption className="flex items-baseline gap-3 border-b border-line bg-paper-2 px-3 py-1.5 font-mono text-12">
        <span className="min-w-0 truncate">
          <Clean text={edit.path} />
        </span>
        {diff === 'too-large' ? null : (
          <span className="ml-auto flex shrink-0 gap-2">
            {edit.before === '' ? <span className="font-sans text-ink-3">{t('diff.newFile')}</span> : null}
            <span className="text-added-mark">{t('diff.added', { n: diff.added })}</span>
            <span className="text-gone-mark">{t('diff.removed', { n: diff.gone })}</span>
          </span>
        )}
      </figcaption>
      {diff === 'too-large' ? <p className="p-3 text-ink-2">{t('diff.tooLarge')}</p> : null}
      {diff !== 'too-large' && rows.length === 0 ? <p className="p-3 text-ink-2">{t('diff.same')}</p> : null}
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
