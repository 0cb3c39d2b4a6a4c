import { basename, dirname } from 'node:path';
import type { Run } from '../../ports/subprocess.ts';
import { zellijError } from './errors.ts';
import { parseClients, parsePanes, parseTabs } from './listing.ts';
import type { PaneWrite, Talk } from './talk.ts';

export interface CliTalkOptions {
  run: Run;
  bin: string;
  /** AMC's environment; what names a multiplexer is taken out. */
  env: Readonly<Record<string, string | undefined>>;
  /** The session's socket. */
  path: string;
  timeoutMs: number;
}

/** Text travels as an argument here, and Linux takes no argument over 128 KiB. */
const maxTextBytes = 100_000;
const askedAtMost = 4;

/**
 * Speaks to a session through the `zellij` program, for sessions whose socket speaks a dialect AMC does not know. Costs a
 * process and several connections a call, shows the text in the list of processes while it runs, and a write may be lost
 * without a word: only the agent's record tells.
 */
export function createCliTalk({ run, bin, env, path, timeoutMs }: CliTalkOptions): Talk {
  const session = basename(path);
  const childEnv = environment(env, dirname(dirname(path)));
  return {
    maxTextBytes,
    panes: async () => parsePanes(await ask(['list-panes', '--json'])),
    listing: async () => ({
      panes: parsePanes(await ask(['list-panes', '--json'])),
      tabs: parseTabs(await ask(['list-tabs', '--json'])),
    }),
    clients: async () => parseClients(await ask(['list-clients'])),
    async focus(pane) {
      // Ends with an error when the pane is in front already: what the clients show then is the answer.
      await action(['focus-pane-id', `terminal_${pane}`]).catch(() => undefined);
      return parseClients(await ask(['list-clients']));
    },
    async rows(pane, { ansi }) {
      const screen = await ask(['dump-screen', '--pane-id', `terminal_${pane}`, ...(ansi ? ['--ansi'] : [])]);
      return screen.replace(/\n$/, '').split('\n');
    },
    async write(write) {
      await action(writeArguments(write));
    },
    close: () => undefined,
  };

  /** The program ends well and says nothing when its connection was lost (Zellij #5382): a question is asked again then. */
  async function ask(args: readonly string[]): Promise<string> {
    for (let tries = 0; tries < askedAtMost; tries += 1) {
      const answer = await action(args);
      if (answer !== '') return answer;
    }
    throw zellijError('zellij_gone', 'The zellij program lost its connection to the session.');
  }

  async function action(args: readonly string[]): Promise<string> {
    const result = await run(bin, [`--session=${session}`, 'action', ...args], { timeoutMs, env: childEnv });
    if (result.outcome === 'timeout') throw zellijError('zellij_timeout', 'The Zellij session did not answer in time.');
    if (result.outcome === 'not_started')
      throw zellijError('zellij_gone', `${bin} could not be started (${result.code}).`);
    if (result.outcome === 'killed') throw zellijError('zellij_gone', `zellij was ended: ${result.reason}.`);
    if (result.exitCode !== 0) throw zellijError('zellij_error', `zellij said: ${result.stderr.trim().slice(0, 300)}`);
    return result.stdout;
  }
}

function writeArguments(write: PaneWrite): string[] {
  const pane = `terminal_${write.pane}`;
  return write.type === 'paste'
    ? ['paste', '--pane-id', pane, '--', write.text]
    : ['write', '--pane-id', pane, ...[...write.bytes].map(String)];
}

function environment(env: Readonly<Record<string, string | undefined>>, socketDir: string): Record<string, string> {
  const {
    TMUX: _tmux,
    TMUX_PANE: _pane,
    ZELLIJ: _zellij,
    ZELLIJ_PANE_ID: _id,
    ZELLIJ_SESSION_NAME: _name,
    ...rest
  } = env;
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) kept[name] = value;
  return { ...kept, ZELLIJ_SOCKET_DIR: socketDir };
}
