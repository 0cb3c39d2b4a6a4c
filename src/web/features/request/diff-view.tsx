import { useMemo, useState, type ReactNode } from 'react';
import type { FileChange } from '../../../contract/conversation.ts';
import { t } from '../../i18n/t.ts';
import { diffRows, unifiedRows, type Diff, type DiffRow } from '../../lib/diff-rows.ts';
import { useStored, writeStored } from '../../state/persisted.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopySign } from '../../ui/copy-corner.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useAtLeast } from '../../ui/use-width.ts';
import { SplitLines, UnifiedLines } from './diff-lines.tsx';
import { tDiff } from './diff-texts.ts';

/** Before and after, or one of them, or the change as its maker told it. */
type Edit = Pick<FileChange, 'path' | 'movedTo' | 'before' | 'after' | 'diff'> & { change?: FileChange['change'] };

interface DiffViewProps {
  edit: Edit;
  /** Shows a first part until asked for all, and one way only. */
  compact: boolean;
}

const FIRST_ROWS = { compact: 9, full: 60 };
const NO_ROWS: readonly DiffRow[] = [];
/** Two columns of some forty characters. */
const SPLIT_PX = 600;

/** What would become of a file, or became of it, line by line; what differs within a line, word by word. */
export function DiffView({ edit, compact }: DiffViewProps): ReactNode {
  const diff = useMemo(() => diffOf(edit), [edit]);
  const [all, setAll] = useState(false);
  const [box, isWide] = useAtLeast<HTMLElement>(SPLIT_PX);
  const wanted = useStored('diff') === 'split';
  const rows = diff === 'too-large' ? NO_ROWS : diff.rows;
  const limit = compact ? FIRST_ROWS.compact : FIRST_ROWS.full;
  const cut = !all && rows.length > limit + 3;
  const shown = useMemo(() => (cut ? rows.slice(0, limit) : rows), [rows, cut, limit]);
  const mayBeSplit = !compact && isWide && diff !== 'too-large' && diff.gone > 0 && diff.added > 0;
  const isSplit = mayBeSplit && wanted;
  return (
    <figure
      ref={box}
      className="overflow-hidden rounded-m border border-line"
      aria-label={t('diff.label', { path: edit.path })}
    >
      <figcaption className="diff-head flex min-h-8 items-center gap-3 border-b border-line bg-paper-2 py-0.5 pr-1.5 pl-3 font-mono text-12">
        <span className="min-w-0 truncate" title={edit.path}>
          <Clean text={edit.movedTo === undefined ? edit.path : `${edit.path} → ${edit.movedTo}`} />
        </span>
        {compact ? null : (
          <span className="-ml-2 diff-copy">
            <CopySign text={edit.movedTo ?? edit.path} label={tDiff('diff.copyPath')} />
          </span>
        )}
        <span className="ml-auto flex shrink-0 items-center gap-2 pr-1.5">
          <Kind edit={edit} />
          {diff === 'too-large' || !isKnown(edit) ? null : (
            <>
              <span className="text-added-mark">{t('diff.added', { n: diff.added })}</span>
              <span className="text-gone-mark">{t('diff.removed', { n: diff.gone })}</span>
            </>
          )}
          {mayBeSplit ? (
            <IconButton
              label={tDiff('diff.split')}
              aria-pressed={isSplit}
              onClick={() => writeStored('diff', isSplit ? '' : 'split')}
            >
              <path
                d={isSplit ? 'M2.5 3h11v10h-11zM2.5 8h11' : 'M2.5 3h11v10h-11zM8 3v10'}
                strokeWidth="1.4"
                strokeLinejoin="round"
              />
            </IconButton>
          ) : null}
        </span>
      </figcaption>
      {diff === 'too-large' ? <p className="p-3 text-ink-2">{t('diff.tooLarge')}</p> : null}
      {diff !== 'too-large' && rows.length === 0 ? (
        <p className="p-3 text-ink-2">{t(isKnown(edit) ? 'diff.same' : 'diff.unknown')}</p>
      ) : null}
      {isSplit ? <SplitLines rows={shown} /> : <UnifiedLines rows={shown} />}
      {cut ? (
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
