import type { ReactNode } from 'react';
import { roughRows } from '../../lib/rough-rows.ts';

const FIRST_ROWS = { compact: 9, full: 60 };

/** As much room as `diff-view.tsx` will take, so that nothing moves when it comes. */
export function DiffRoom({ edit, compact }: { edit: { before: string; after: string }; compact: boolean }): ReactNode {
  const { rows, leftOut } = roughRows(edit.before, edit.after);
  const limit = compact ? FIRST_ROWS.compact : FIRST_ROWS.full;
  const cut = rows > limit + 3;
  return (
    <div
      data-diff-room=""
      className="rounded-m border border-line bg-paper-2"
      style={{ height: 42 + 18 * (cut ? limit : rows) + (leftOut ? 4 : 0) + (cut ? 29 : 0) }}
    />
  );
}
