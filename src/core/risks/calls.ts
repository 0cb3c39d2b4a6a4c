import { shellCommands, type SimpleCommand, type Word } from './shell-words.ts';

/** One program that would be run, with the wrappers around it taken off. */
export interface Call {
  /** Its name without a folder. */
  program: string;
  args: readonly Word[];
  /** The wrappers that were taken off, e.g. `sudo`. */
  wrappers: readonly string[];
  writesTo: readonly string[];
  /** Programs whose output it runs or reads: by a pipe, or as one of its words. */
  fedBy: readonly string[];
}

const MAX_DEPTH = 4;
/** They run what follows them; with the options of theirs that take a value. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T'],
  doas: ['-u', '-C'],
  env: ['-u', '-C', '-S'],
  nohup: [],
  time: [],
  command: [],
  exec: ['-a'],
  nice: ['-n'],
  timeout: ['-s', '-k'],
  xargs: ['-I', '-n', '-P', '-L', '-d', '-E', '-s'],
  setsid: [],
  stdbuf: ['-i', '-o', '-e'],
};
const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', '}', 'fi', 'done', 'in']);
export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish']);

/** Every program a shell line would run, those in `bash -c '…'`, `eval` and `find -exec` too. */
export function callsOf(line: string, depth = 0): readonly Call[] {
  if (depth > MAX_DEPTH) return [];
  return shellCommands(line).flatMap((command) => {
    const call = unwrapped(command);
    return [call, ...innerLines(call).flatMap((inner) => callsOf(inner, depth + 1))];
  });
}

function unwrapped(command: SimpleCommand): Call {
  let words = withoutAssignments(command.words);
  const wrappers: string[] = [];
  for (let name = nameOf(words[0]); Object.hasOwn(WRAPPERS, name); name = nameOf(words[0])) {
    const rest = withoutAssignments(afterOptions(words.slice(1), name));
    // `env` alone prints; `sudo -i` opens a shell.
    if (rest.length === 0) break;
    wrappers.push(name);
    words = rest;
  }
  const fed = [...chainOf(command.pipedFrom), ...words.flatMap(({ runs }) => runs)];
  return {
    program: nameOf(words[0]),
    args: words.slice(1),
    wrappers,
    writesTo: command.writesTo,
    fedBy: fed.map(({ words: [first] }) => nameOf(first)),
  };
}

/** Assignments and keywords before a command. */
function withoutAssignments(words: readonly Word[]): readonly Word[] {
  const from = words.findIndex(({ text, quoted }) => !/^\w+=/.test(text) && (quoted || !KEYWORDS.has(text)));
  return from === -1 ? [] : words.slice(from);
}

function afterOptions(words: readonly Word[], wrapper: string): readonly Word[] {
  const takeValue = WRAPPERS[wrapper] ?? [];
  let at = 0;
  for (let text = words[at]?.text; text?.startsWith('-') === true; text = words[at]?.text) {
    at += takeValue.includes(text) ? 2 : 1;
  }
  // `timeout 5 npm test`
  if (wrapper === 'timeout') at += 1;
  return words.slice(at);
}

function chainOf(command: SimpleCommand | null): readonly SimpleCommand[] {
  return command === null ? [] : [...chainOf(command.pipedFrom), command];
}

function nameOf(word: Word | undefined): string {
  const { text = '' } = word ?? {};
  return text.slice(text.lastIndexOf('/') + 1);
}

/** Text that is a shell line again. */
function innerLines({ program, args }: Call): readonly string[] {
  if (program === 'eval') return [args.map(({ text }) => text).join(' ')];
  if (program === 'ssh')
    return args
      .slice(1)
      .filter(({ quoted }) => quoted)
      .map(({ text }) => text);
  if (SHELLS.has(program)) {
    const at = args.findIndex(({ text }) => /^-[a-z]*c[a-z]*$/.test(text));
    const line = at === -1 ? undefined : args[at + 1];
    return line === undefined ? [] : [line.text];
  }
  if (program !== 'find') return [];
  const at = args.findIndex(({ text }) => /^-(?:exec|execdir|ok)$/.test(text));
  return at === -1
    ? []
    : [
        args
          .slice(at + 1)
          .map(({ text }) => text)
          .join(' '),
      ];
}
