import type { SearchHit } from '../contract/search.ts';
import { ageOf, line } from './format.ts';
import { harmless } from './harmless.ts';

const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
const MARK = '\u001b[1;31m';
const PLAIN = '\u001b[0m';

/** One hit in three lines: where it is from, why it is one, how to open it. `now`: ms since the epoch. */
export function hitText(hit: SearchHit, { now, colour }: { now: number; colour: boolean }): string {
  const { agent, project, title, at, role, tool, session, offset, agentId, sourceDeleted } = hit;
  const paint = (style: string, text: string): string => (colour ? `${style}${text}${PLAIN}` : text);
  const facts = [
    paint(BOLD, agent),
    ...(project === '' ? [] : [line(project, 24)]),
    ...(at === undefined ? [] : [`${ageOf(at, now)} ago`]),
    tool === undefined ? role : `${role} of ${line(tool, 40)}`,
    ...(agentId === undefined ? [] : ['subagent']),
    ...(sourceDeleted ? ['deleted, kept by AMC'] : []),
    paint(DIM, line(title, 60)),
  ];
  const subagent = agentId === undefined ? '' : ` --subagent ${shellWord(agentId)}`;
  const open = `amc show ${shellWord(session)} --at ${offset}${subagent}`;
  return `${facts.join('  ')}\n    ${snippetText(hit.snippet, colour)}\n    ${paint(DIM, open)}\n`;
}

function snippetText({ text, marks }: SearchHit['snippet'], colour: boolean): string {
  if (!colour) return harmless(text);
  let shown = '';
  let end = 0;
  for (const [from, to] of marks) {
    shown += `${harmless(text.slice(end, from))}${MARK}${harmless(text.slice(from, to))}${PLAIN}`;
    end = to;
  }
  return shown + harmless(text.slice(end));
}

/** As it can be pasted into a shell. */
function shellWord(text: string): string {
  return /^[\w:.@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
