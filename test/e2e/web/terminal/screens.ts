import { readFileSync } from 'node:fs';
import { makeSession } from '../../../helpers/make-session.ts';

/** A session in tmux, and one of Codex in Zellij. */
export const inTmux = makeSession({ id: 'tmux', title: 'Queue', place: 'tmux work:2.1', doing: 'Editing worker.ts' });
export const inZellij = makeSession({ id: 'zellij', agent: 'codex', title: 'Import', place: 'zellij main/2' });
export const nowhere = makeSession({ id: 'nowhere', title: 'Elsewhere', value: 'idle' });

/** Rows of a screen that was recorded, with its colours. */
export function recorded(name: string): string[] {
  return readFileSync(new URL(`../../../fixtures/screens/${name}.txt`, import.meta.url), 'utf8').split('\n');
}

/** Every kind of colour a program may use: the 16, some of the 256, true ones, on grounds of their own. */
export function coloured(): string[] {
  const sgr = (codes: string, text: string): string => `\x1b[${codes}m${text}\x1b[0m`;
  const sixteen = (from: number): string =>
    Array.from({ length: 8 }, (_, index) => sgr(String(from + index), `${from + index} text `)).join('');
  return [
    sixteen(30),
    sixteen(90),
    sixteen(40),
    sgr('38;5;208', '256: orange') + sgr('38;5;240', ' grey') + sgr('48;5;22', ' on green '),
    sgr('38;2;215;119;87', 'true: ✻ Claude') + sgr('38;2;255;255;255', ' white') + sgr('48;2;34;92;43', ' + added '),
    `${sgr('1', 'bold')} ${sgr('2', 'dim')} ${sgr('3', 'italic')} ${sgr('4', 'underlined')} ${sgr('7', ' inverse ')}`,
    '╭──────────╮',
    '│ 表 wide   │ é ü ß',
    '╰──────────╯',
  ];
}
