import type { Command } from 'commander';
import { EXIT } from '../control/exit.ts';
import { controlCommand, SESSION_ARGUMENT } from '../control/options.ts';
import { pickSession } from '../control/pick-session.ts';
import { line } from '../format.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

export function revealCommand(): Command {
  return controlCommand('reveal', 'brings a session’s pane to the front in the terminals that show its multiplexer')
    .argument('<session>', SESSION_ARGUMENT)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExit code: 0 shown; 1 not, with the reason; 2 not understood.')
    .action(reveal);
}

async function reveal(words: string, { json = false }: { json?: boolean }): Promise<void> {
  const { client } = connect();
  const { sessions } = await client.call('sessions', {});
  const { key, title } = pickSession(sessions, words);
  const reply = await client.call('reveal', { params: { key }, body: {} });
  process.exitCode = reply.shown ? EXIT.confirmed : EXIT.refused;
  if (json) return print(`${JSON.stringify(reply)}\n`);
  const text = `${line(title, 60)}: ${reply.shown ? 'shown' : 'not shown'}: ${line(reply.note, 300)}\n`;
  if (reply.shown) return print(text);
  process.stderr.write(text);
}
