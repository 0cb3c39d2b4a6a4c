/** What a `codex` process is for, by its arguments. */
export type CodexRole =
  /** A person sits in front of it. `resumes`: the thread named on the command line. */
  | { role: 'tui'; resumes: string | null; cd: string | null }
  /** Serves threads to others. */
  | { role: 'server' }
  /** Runs by itself, or shows no thread of its own. */
  | { role: 'other' };

/** Options that take the next word; from `codex --help` of 0.169.0. */
const TAKES_VALUE = new Set([
  '-c',
  '--config',
  '--enable',
  '--disable',
  '--remote',
  '--remote-auth-token-env',
  '-i',
  '--image',
  '-m',
  '--model',
  '--local-provider',
  '-p',
  '--profile',
  '-s',
  '--sandbox',
  '-C',
  '--cd',
  '--add-dir',
  '-a',
  '--ask-for-approval',
]);
const SERVERS = new Set(['app-server', 'remote-control', 'exec-server', 'mcp-server']);
/** Everything else `codex --help` of 0.169.0 lists; a word that is no subcommand is a prompt for the TUI. */
const OTHERS = new Set([
  'agents',
  'exec',
  'e',
  'review',
  'login',
  'logout',
  'mcp',
  'plugin',
  'completion',
  'update',
  'doctor',
  'sandbox',
  'debug',
  'apply',
  'a',
  'queue',
  'archive',
  'delete',
  'migrate-rollouts',
  'migrate-nfs-db',
  'unarchive',
  'cloud',
  'features',
  'help',
]);
const SHOWS_AND_ENDS = new Set(['-h', '--help', '-V', '--version']);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the arguments behind the program's name. */
export function roleOf(args: readonly string[]): CodexRole {
  const words: string[] = [];
  let cd: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      words.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const [name = '', joined] = word.startsWith('--') ? splitOnce(word) : [word];
    if (SHOWS_AND_ENDS.has(name)) return { role: 'other' };
    // Another server's threads: not those of the CODEX_HOME this process names.
    if (name === '--remote') return { role: 'other' };
    const value = TAKES_VALUE.has(name) && joined === undefined ? args[(at += 1)] : joined;
    if (name === '-C' || name === '--cd') cd = value ?? null;
  }
  const [command, operand] = words;
  if (command !== undefined && SERVERS.has(command)) return { role: 'server' };
  if (command !== undefined && OTHERS.has(command)) return { role: 'other' };
  const resumes = command === 'resume' && operand !== undefined && UUID.test(operand) ? operand.toLowerCase() : null;
  return { role: 'tui', resumes, cd };
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
