import type { Request } from '../../contract/request.ts';
import { squeezed } from '../steps.ts';
import type { ReadDialog } from './screen-dialog.ts';

type Permission = Extract<Request, { kind: 'permission' }>;

/** Claude Code draws what is to be run or written between two of these. */
const DASHES = /^╌{10,}$/;
/** What is wrapped has one of these in front of each row. */
const BAR = /^│ ?/;

/**
 * Whether the dialog asks for this permission: it shows the whole command and no other, or names the file that is to be
 * changed. A part of another command, or of another file's name, is another request.
 */
export function asksForPermission({ command, edits }: Permission, { text, rows }: ReadDialog): boolean {
  if (rows.length < 2 || !/doyouwantto/i.test(squeezed(text))) return false;
  const shown = partsOf(text);
  const path = edits?.[0]?.path;
  return command === undefined ? path !== undefined && namesFile(shown, path) : showsCommand(shown, squeezed(command));
}

/** Whether the dialog's last words are this question. */
export function asksQuestion(question: string, { text }: ReadDialog): boolean {
  return squeezed(question) !== '' && squeezed(text).endsWith(squeezed(question));
}

interface Parts {
  /** Between the dashes; null: there are none. */
  inside: readonly string[] | null;
  outside: readonly string[];
}

function partsOf(text: string): Parts {
  const lines = text.split('\n').map((line) => line.replace(BAR, ''));
  const first = lines.findIndex((line) => DASHES.test(line));
  const last = lines.findLastIndex((line) => DASHES.test(line));
  if (last <= first) return { inside: null, outside: lines };
  return { inside: lines.slice(first + 1, last), outside: [...lines.slice(0, first), ...lines.slice(last + 1)] };
}

/** Between the dashes stands the command and nothing else; where there are none, it fills whole lines. */
function showsCommand({ inside, outside }: Parts, command: string): boolean {
  if (command === '') return false;
  if (inside !== null) return squeezed(inside.join('')) === command;
  return outside.some((_, start) => {
    let shown = '';
    for (let end = start; end < outside.length && shown.length < command.length; end += 1)
      shown += squeezed(outside[end] ?? '');
    return shown === command;
  });
}

/** The name stands by itself, and where a folder is shown with it, it is the file's. */
function namesFile({ outside }: Parts, path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  if (name === '') return false;
  const text = ` ${outside.join(' ')}`;
  const words = text.split(/[\s"'“”‘’`]+/).map((word) => word.replace(/[?:,]+$/, ''));
  const places = words
    .filter((word) => word.endsWith(`/${name}`))
    .map((word) => word.replace(/^[~.]*\/(?:\.\.\/)*/, ''));
  const isNamed = places.length > 0 || words.includes(name) || (/\s/.test(name) && text.includes(` ${name}?`));
  return isNamed && places.every((place) => `/${path}`.endsWith(`/${place}`));
}
