import { randomBytes } from 'node:crypto';
import type { PaneInfo } from '../../ports/terminal.ts';

/** A pane as tmux tells it: what every terminal tells, and what only tmux needs for writing. */
export interface TmuxPane {
  info: PaneInfo;
  id: string;
  rootPid: number;
  /** Of the server, which may be another than that of the installed program. */
  serverVersion: string;
  serverPid: number;
  /** Arrow keys in their other form (DECCKM). */
  applicationCursor: boolean;
  /** Whether the application asked for pastes to be marked; null: this tmux does not tell (before 3.7). */
  bracketedPaste: boolean | null;
  /** `copy-mode`, `tree-mode`, …; empty when in none. */
  mode: string;
  attachedClients: number;
}

/** Fixed ones first: the last four hold what programs and people write. */
const fields = [
  'pane_id',
  'session_id',
  'pid',
  'start_time',
  'version',
  'pane_pid',
  'pane_tty',
  'pane_dead',
  'pane_in_mode',
  'pane_mode',
  'pane_input_off',
  'pane_synchronized',
  'keypad_cursor_flag',
  'bracket_paste_flag',
  'pane_width',
  'pane_height',
  'session_attached',
  'window_index',
  'pane_index',
  'session_name',
  'pane_current_command',
  'pane_title',
  'pane_current_path',
] as const;
type Field = (typeof fields)[number];

export interface PaneFormat {
  /** For `list-panes -F` and `display-message -p`. */
  format: string;
  /** What each record begins with, at the beginning of a line. */
  start: string;
  /**
   * Panes of the output. A record that is not as it should be is told apart, so that it harms no other; one without a
   * pane's number is how tmux says that there is no such pane.
   */
  parse(lines: readonly string[], server: string): { panes: TmuxPane[]; bad: string[] };
}

/** A format whose marks nobody can foresee: titles, folders and program names are free to hold anything else, even line ends. */
export function createPaneFormat(): PaneFormat {
  const nonce = randomBytes(6).toString('hex');
  const [start, separator, end] = [`<${nonce}>`, `|${nonce}|`, `</${nonce}>`];
  return {
    start,
    format: start + fields.map((field) => `#{${field}}`).join(separator) + end,
    parse(lines, server) {
      const [before = '', ...records] = lines.join('\n').split(start);
      const bad = before.trim() === '' ? [] : [before];
      const panes: TmuxPane[] = [];
      for (const record of records) {
        const [body = '', after] = record.split(end);
        const values = body.split(separator);
        const pane = after === undefined || after.trim() !== '' ? null : toPane(values, server);
        if (pane) panes.push(pane);
        else if (values.length === fields.length && values[0] === '') continue;
        else bad.push(record.replaceAll(nonce, ''));
      }
      return { panes, bad: bad.map((record) => record.trim().slice(0, 500)) };
    },
  };
}

function toPane(values: readonly string[], server: string): TmuxPane | null {
  if (values.length !== fields.length) return null;
  const value = (field: Field): string => values[fields.indexOf(field)] ?? '';
  const number = (field: Field): number => (/^-?\d+$/.test(value(field)) ? Number(value(field)) : Number.NaN);
  const flag = (field: Field): boolean => value(field) !== '' && value(field) !== '0';

  const [serverPid, rootPid, cols, rows] = [
    number('pid'),
    number('pane_pid'),
    number('pane_width'),
    number('pane_height'),
  ];
  if (!isPaneId(value('pane_id')) || [serverPid, rootPid, cols, rows, number('start_time')].some(Number.isNaN))
    return null;
  return {
    info: {
      ref: {
        terminal: 'tmux',
        server,
        epoch: `${serverPid}:${value('start_time')}`,
        session: value('session_id'),
        pane: value('pane_id'),
      },
      label: `${value('session_name')}:${value('window_index')}.${value('pane_index')}`,
      title: value('pane_title'),
      rootPid,
      ...(value('pane_tty') === '' ? {} : { tty: value('pane_tty') }),
      ...(value('pane_current_command') === '' ? {} : { command: value('pane_current_command') }),
      ...(value('pane_current_path') === '' ? {} : { cwd: value('pane_current_path') }),
      cols,
      rows,
      state: flag('pane_dead') ? 'dead' : 'running',
      inMode: flag('pane_in_mode'),
      inputOff: flag('pane_input_off'),
      synchronized: flag('pane_synchronized'),
    },
    id: value('pane_id'),
    rootPid,
    serverVersion: value('version'),
    serverPid,
    applicationCursor: flag('keypad_cursor_flag'),
    bracketedPaste: value('bracket_paste_flag') === '' ? null : flag('bracket_paste_flag'),
    mode: value('pane_mode'),
    attachedClients: Number.isNaN(number('session_attached')) ? 0 : number('session_attached'),
  };
}

export function isPaneId(text: string): boolean {
  return /^%\d+$/.test(text);
}

/** A pane is told once for each session that shows it: the session people look at gives it its name. */
export function oncePerPane(panes: readonly TmuxPane[]): TmuxPane[] {
  const best = new Map<string, TmuxPane>();
  for (const pane of panes) {
    const other = best.get(pane.id);
    if (!other || pane.attachedClients > other.attachedClients) best.set(pane.id, pane);
  }
  return [...best.values()];
}
