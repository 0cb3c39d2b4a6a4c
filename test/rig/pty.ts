import { type ChildProcess, spawn } from 'node:child_process';
import type { Pane, PaneOptions, Terminal, TerminalOptions } from './pane.ts';
import { descendantsOf } from './processes.ts';
import { roughText } from './rough-text.ts';
import { shellQuoted } from './shell.ts';
import { waitFor } from './wait-for.ts';

const KEPT_OUTPUT = 200_000;

/** What a terminal answers when a program asks where the cursor is and what it can do. Codex does not start without. */
const ANSWERS: [query: string, answer: string][] = [
  ['\x1b[6n', '\x1b[1;1R'],
  ['\x1b[c', '\x1b[?1;2c'],
];

/** Programs in a bare pseudo-terminal, no multiplexer. `script` (util-linux) makes it, so no native module is needed. */
export class Pty implements Terminal {
  readonly #options: Omit<TerminalOptions, 'program'>;
  readonly #children: ChildProcess[] = [];

  constructor(options: Omit<TerminalOptions, 'program'>) {
    this.#options = options;
  }

  async open({ cwd, command = ['/bin/sh'], env = {} }: PaneOptions): Promise<Pane> {
    const { columns, rows } = this.#options.size;
    const line = `stty rows ${rows} cols ${columns}; exec ${command.map(shellQuoted).join(' ')}`;
    const child = spawn('script', ['-qfc', line, '/dev/null'], {
      cwd,
      env: { ...this.#options.env, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#children.push(child);
    let output = '';
    const write = async (bytes: string) => void child.stdin.write(bytes);
    child.stdin.on('error', () => undefined); // It ended; whoever waits for it sees that.
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
      for (const [query, answer] of ANSWERS) if (chunk.includes(query)) child.stdin.write(answer);
    });
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    const rootPid = await Promise.race([failed, firstChildOf(child)]);
    return {
      mux: 'none',
      id: `pty-${rootPid}`,
      rootPid,
      pollMs: 10,
      screen: async () => roughText(output),
      paste: (text) => write(`\x1b[200~${text}\x1b[201~`),
      write,
      close: async () => void child.kill('SIGKILL'),
    };
  }

  async stop(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  /** Opens and returns when the program has drawn something: what is typed earlier can get lost. */
  async openDrawn(options: PaneOptions): Promise<Pane> {
    const pane = await this.open(options);
    const drawn = async () => (await pane.screen()).trim() !== '';
    await waitFor(drawn, { what: `${options.command?.join(' ')} to draw something` });
    return pane;
  }

  attachClient(): Promise<Pane> {
    return Promise.reject(new Error('A bare pty has no clients'));
  }

  async command(): Promise<string> {
    throw new Error('A bare pty takes no commands');
  }
}

function firstChildOf(child: ChildProcess): Promise<number> {
  const first = () => (child.pid === undefined ? undefined : descendantsOf(child.pid)[1]);
  return waitFor(first, { what: '`script` to start its program' });
}
