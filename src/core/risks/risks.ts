import type { Request } from '../../contract/request.ts';
import { callsOf, type Call } from './calls.ts';
import { isOutside, isSecret, isStartup } from './paths.ts';
import { CALL_RULES } from './rules.ts';

/** What a tool is about to do, as far as it can be looked at. */
export type RiskyRequest = Pick<Extract<Request, { kind: 'permission' }>, 'command' | 'cwd' | 'edits'>;

const SECRETS = 'Touches keys or credentials';
const STARTUP = 'Changes what is run or read by itself later';
const OUTSIDE = 'Writes outside the project';
/** They only show their words. */
const SPEAKERS = new Set(['echo', 'printf']);
/** They write to all their words, or to the last one. */
const WRITERS: Readonly<Record<string, 'all' | 'last'>> = {
  tee: 'all',
  touch: 'all',
  mkdir: 'all',
  rm: 'all',
  rmdir: 'all',
  truncate: 'all',
  cp: 'last',
  mv: 'last',
  ln: 'last',
  install: 'last',
};

/**
 * What to look at twice before a tool is allowed, in words; nothing when there is nothing. A hint for a person, no
 * protection: what is quoted, in a comment or only named is no reason to warn.
 */
export function risksOf(request: RiskyRequest, project: string): readonly string[] {
  const calls = request.command === undefined ? [] : callsOf(request.command);
  const places = { cwd: request.cwd ?? project, project };
  const written = [...(request.edits ?? []).map(({ path }) => path), ...calls.flatMap(writtenBy)];
  const named = [...written, ...calls.flatMap(pathsOf)];
  const found = [
    ...CALL_RULES.filter(({ when }) => calls.some(when)).map(({ risk }) => risk),
    named.some(isSecret) ? SECRETS : null,
    written.some(isStartup) || calls.some(({ program }) => program === 'crontab') ? STARTUP : null,
    written.some((path) => isOutside(path, places)) ? OUTSIDE : null,
  ];
  return found.filter((risk) => risk !== null);
}

function writtenBy({ program, args, writesTo }: Call): readonly string[] {
  const paths = args.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
  const how = Object.hasOwn(WRITERS, program) ? WRITERS[program] : undefined;
  if (how === undefined) return writesTo;
  return [...writesTo, ...(how === 'all' ? paths : paths.slice(-1))];
}

/** Words that may be paths: no text in quotes, nothing that is only shown. */
function pathsOf({ program, args }: Call): readonly string[] {
  if (SPEAKERS.has(program)) return [];
  return args.filter(({ text, quoted }) => !/\s/.test(text) && (!quoted || text.includes('/'))).map(({ text }) => text);
}
