import { useMemo, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import type { DiffRow } from '../../lib/diff-rows.ts';
import { splitRows, type SplitRow } from '../../lib/diff-split.ts';
import { changedWords, type WordRun } from '../../lib/diff-words.ts';
import { Clean } from '../../ui/clean.tsx';
import { tDiff } from './diff-texts.ts';

type Line = Extract<DiffRow, { text: string }>;
type Words = ReadonlyMap<DiffRow, readonly WordRun[]>;

/** Lines one below the other; a long one scrolls with the block. */
export function UnifiedLines({ rows }: { rows: readonly DiffRow[] }): ReactNode {
  const words = useMemo(() => changedWords(rows), [rows]);
  return (
    // Long lines scroll with the block; a keyboard has to get there too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto" tabIndex={rows.length > 0 ? 0 : undefined}>
      <div className="w-max min-w-full py-1 font-mono text-12 leading-4.5">
        {rows.map((row, index) =>
          row.kind === 'skip' ? (
            // eslint-disable-next-line react/no-array-index-key -- rows of one unchanging text
            <Skipped key={index} count={row.count} />
          ) : (
            // eslint-disable-next-line react/no-array-index-key -- rows of one unchanging text
            <div key={index} className={`flex pr-3 ${GROUND[row.kind]}`}>
              <Number line={row} />
              <Mark line={row} />
              <span className={`whitespace-pre ${row.kind === 'same' ? 'text-ink-2' : ''}`}>
                <Text line={row} words={words} />
              </span>
            </div>
          ),
        )}
      </div>
    </div>
  );
}

/** What was there left, what is there now right; a long line wraps. */
export function SplitLines({ rows }: { rows: readonly DiffRow[] }): ReactNode {
  const words = useMemo(() => changedWords(rows), [rows]);
  const split = useMemo(() => splitRows(rows), [rows]);
  return (
    <table className="diff-split">
      <thead className="sr-only">
        <tr>
          <th scope="col">{tDiff('diff.before')}</th>
          <th scope="col">{tDiff('diff.after')}</th>
        </tr>
      </thead>
      <tbody>
        {split.map((row, index) => (
          // eslint-disable-next-line react/no-array-index-key -- rows of one unchanging text
          <SplitLine key={index} row={row} words={words} />
        ))}
      </tbody>
    </table>
  );
}

function SplitLine({ row, words }: { row: SplitRow; words: Words }): ReactNode {
  if ('skip' in row)
    return (
      <tr>
        <td colSpan={2}>
          <Skipped count={row.skip} />
        </td>
      </tr>
    );
  return (
    <tr>
      <Half line={row.left} words={words} />
      <Half line={row.right} words={words} />
    </tr>
  );
}

function Half({ line, words }: { line: Line | null; words: Words }): ReactNode {
  if (line === null) return <td className="bg-paper-2" />;
  return (
    <td className={GROUND[line.kind]}>
      <div className="flex">
        <Number line={line} />
        <Mark line={line} />
        <span
          className={`min-w-0 flex-1 pr-2 break-words whitespace-pre-wrap ${line.kind === 'same' ? 'text-ink-2' : ''}`}
        >
          <Text line={line} words={words} />
        </span>
      </div>
    </td>
  );
}

const GROUND = { same: '', added: 'bg-added', gone: 'bg-gone' };

function Number({ line }: { line: Line }): ReactNode {
  return (
    <span aria-hidden="true" className="w-11 shrink-0 pr-2 text-right text-ink-3 select-none">
      {line.line}
    </span>
  );
}

function Mark({ line: { kind } }: { line: Line }): ReactNode {
  if (kind === 'same') return <span className="w-4 shrink-0 select-none"> </span>;
  return (
    <span className={`w-4 shrink-0 select-none ${kind === 'added' ? 'text-added-mark' : 'text-gone-mark'}`}>
      <span aria-hidden="true">{kind === 'added' ? '+' : '−'}</span>
      <span className="sr-only">{tDiff(kind === 'added' ? 'diff.come' : 'diff.gone')}</span>
    </span>
  );
}

function Text({ line, words }: { line: Line; words: Words }): ReactNode {
  const runs = words.get(line);
  if (runs === undefined) return <Clean text={line.text} />;
  return runs.map(({ text, changed }, index) =>
    changed ? (
      // eslint-disable-next-line react/no-array-index-key -- runs of one unchanging line
      <mark key={index} className={line.kind === 'added' ? 'word-added' : 'word-gone'}>
        <Clean text={text} />
      </mark>
    ) : (
      // eslint-disable-next-line react/no-array-index-key -- runs of one unchanging line
      <Clean key={index} text={text} />
    ),
  );
}

function Skipped({ count }: { count: number }): ReactNode {
  return <div className="px-3 py-0.5 font-sans text-ink-3">{t('diff.skipped', { n: count })}</div>;
}
