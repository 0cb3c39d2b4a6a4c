import { Command } from 'commander';
import { confirm } from '../confirm.ts';
import { findSession } from '../find-session.ts';
import { line } from '../format.ts';
import { indexText } from '../index-text.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

export function indexCommand(): Command {
  const index = new Command('index').description('what AMC has read of what agents wrote');
  index.command('status').description('how far it is').option('--json', 'as JSON').action(status);
  index
    .command('rebuild')
    .description('read everything again; what is kept of deleted conversations stays')
    .option('--json', 'as JSON')
    .action(rebuild);
  index
    .command('forget')
    .description('forget what is kept of conversations whose files are gone')
    .option('--session <session>', 'of this one only: its key, the beginning of its id, or words of its title')
    .option('-y, --yes', 'do not ask')
    .action(forget);
  return index;
}

async function status({ json = false }: { json?: boolean }): Promise<void> {
  const progress = await connect().client.call('index', {});
  await print(json ? `${JSON.stringify(progress, null, 2)}\n` : `${indexText(progress)}\n`);
}

async function rebuild({ json = false }: { json?: boolean }): Promise<void> {
  const progress = await connect().client.call('rebuildIndex', { body: {} });
  await print(json ? `${JSON.stringify(progress, null, 2)}\n` : `Everything is read again. ${indexText(progress)}\n`);
}

async function forget({ session: words, yes = false }: { session?: string; yes?: boolean }): Promise<void> {
  const { client } = connect();
  const session = words === undefined ? null : await findSession(client, words);
  const { total } = await client.call('history', { query: { deleted: 'only', limit: 1 } });
  if (session === null && total === 0) return print('Nothing is kept of deleted conversations.\n');
  const what =
    session === null
      ? `${total} deleted conversation${total === 1 ? '' : 's'}`
      : `"${line(session.title, 60)}" (${session.key})`;
  if (!yes && !(await confirm(`Forget what is kept of ${what}? It cannot be had back.`))) return;
  const { forgotten } = await client.call('forgetDeleted', { body: session === null ? {} : { session: session.key } });
  await print(forgotten === 0 ? 'Nothing was kept: its file is still there.\n' : `Forgotten: ${forgotten}.\n`);
}
