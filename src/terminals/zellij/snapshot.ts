import type { ScreenSnapshot } from '../../ports/terminal.ts';
import type { ListedPane } from './listing.ts';

/** `rows` as Zellij gives them: those never written to are missing below, plain ones are padded to the pane's width. */
export function snapshotOf({
  pane,
  rows,
  ansi,
  at,
}: {
  pane: ListedPane;
  rows: readonly string[];
  ansi: boolean;
  at: number;
}): ScreenSnapshot {
  const cursor = cursorOf(pane);
  const shown = [...rows, ...Array<string>(Math.max(0, pane.pane_content_rows - rows.length)).fill('')];
  const colours = ansi ? shown.map(onlyColours) : null;
  return {
    at,
    cols: pane.pane_content_columns,
    rows: pane.pane_content_rows,
    lines: (colours ?? shown).map((row) => withoutColours(row).trimEnd()),
    ...(colours === null ? {} : { ansi: colours }),
    ...(cursor === null ? {} : { cursor }),
  };
}

/** Zellij counts from the frame's corner. */
function cursorOf(pane: ListedPane): { x: number; y: number } | null {
  if (pane.cursor_coordinates_in_pane == null) return null;
  const [x, y] = pane.cursor_coordinates_in_pane;
  return { x: x - (pane.pane_content_x - pane.pane_x), y: y - (pane.pane_content_y - pane.pane_y) };
}

/** Links (OSC 8) come along with the colours. */
function onlyColours(row: string): string {
  // oxlint-disable-next-line no-control-regex -- the control bytes are what is looked for
  return row.replace(/\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)/g, '');
}

function withoutColours(row: string): string {
  // oxlint-disable-next-line no-control-regex -- the control bytes are what is looked for
  return row.replace(/\x1b\[[0-9;:]*m/g, '');
}
