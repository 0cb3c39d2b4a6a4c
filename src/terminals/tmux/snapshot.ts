import { randomBytes } from 'node:crypto';
import type { ScreenSnapshot } from '../../ports/terminal.ts';
import { badReply } from './errors.ts';

export interface SnapshotRequest {
  commands: string[];
  /** null: the pane is gone, or belongs to another server than `epoch` names. Throws for a reply that makes no sense. */
  parse(lines: readonly string[], expected: { epoch: string; at: number }): ScreenSnapshot | null;
}

/** Size, cursor and rows in one call, which tmux answers without letting the pane's program write in between. */
export function snapshotRequest(pane: string, { ansi }: { ansi: boolean }): SnapshotRequest {
  const mark = `amc-${randomBytes(8).toString('hex')}`;
  const header = `#{pane_id} #{pid}:#{start_time} #{pane_width} #{pane_height} #{cursor_x} #{cursor_y}`;
  const plain = [
    'display-message',
    '-p',
    '-t',
    pane,
    header,
    ';',
    'capture-pane',
    '-p',
    '-t',
    pane,
    ';',
    'display-message',
    '-p',
    mark,
  ];
  return {
    commands: ansi ? [...plain, ';', 'capture-pane', '-p', '-e', '-t', pane] : plain,
    parse(lines, { epoch, at }) {
      const [head = '', ...rest] = lines;
      const [id, seenEpoch, ...numbers] = head.split(' ');
      if (id !== pane || seenEpoch !== epoch) return null;
      const [cols, rows, x, y] = numbers.map(Number);
      const middle = rest.indexOf(mark);
      if (
        cols === undefined ||
        rows === undefined ||
        x === undefined ||
        y === undefined ||
        [cols, rows, x, y].some(Number.isNaN) ||
        middle < 0
      ) {
        throw badReply('the screen of a pane', head);
      }
      return {
        at,
        cols,
        rows,
        lines: rest.slice(0, middle).map((line) => line.trimEnd()),
        cursor: { x, y },
        ...(ansi ? { ansi: rest.slice(middle + 1).map(onlyColours) } : {}),
      };
    },
  };
}

/** From 3.4 on links (OSC 8) come along, and line drawing as shifts into another character set. */
function onlyColours(line: string): string {
  // oxlint-disable-next-line no-control-regex -- the control bytes are what is looked for
  return line.replace(/\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)|[\x0e\x0f]/g, '');
}
