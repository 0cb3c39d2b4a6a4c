import { Command, Option } from 'commander';
import type { Client } from '../../client/client.ts';
import type { ConversationItem, ConversationPage } from '../../contract/conversation.ts';
import type { Session } from '../../contract/session.ts';
import { ToolJoiner } from '../../core/conversation/turns.ts';
import { wholeNumber } from '../arguments.ts';
import { companyOf } from '../company.ts';
import { partText, type TextOptions } from '../conversation-text.ts';
import { findSession } from '../find-session.ts';
import { line } from '../format.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

const MAX_PAGE = 500;

interface ShowOptions {
  at?: number;
  limit: number;
  subagent?: string;
  all?: boolean;
  json?: boolean;
  thinking?: boolean;
  tools: TextOptions['tools'];
}

export function showCommand(): Command {
  return new Command('show')
    .description('a conversation, its newest part; also of sessions that ended long ago')
    .argument('<session...>', 'its key, the beginning of its id, or words of its title')
    .option('--at <offset>', 'the part around this place, as `amc search` gives it', wholeNumber)
    .option('--limit <n>', `how many items, at most ${MAX_PAGE}`, wholeNumber, 50)
    .option('--subagent <id>', 'the conversation of one of its subagents')
    .option('--all', 'the whole conversation, from its beginning')
    .option('--thinking', 'what the agent thought, too')
    .addOption(new Option('--tools <how>', 'tool calls').choices(['full', 'line', 'none']).default('line'))
    .option('--json', 'as JSON, everything AMC knows of them')
    .action(show);
}

async function show(words: string[], options: ShowOptions): Promise<void> {
  const { client } = connect();
  const { key } = await findSession(client, words.join(' '));
  const session = await client.call('session', { params: { key } });
  const pages = options.all === true ? allPages(client, key, options) : onePage(client, key, options);
  await (options.json === true ? printJson(session, pages) : printText({ client, session, pages, options }));
}

async function* onePage(client: Client, key: string, options: ShowOptions): AsyncGenerator<ConversationPage> {
  const { at, limit, subagent } = options;
  const query = { limit: Math.min(Math.max(1, limit), MAX_PAGE), around: at, agentId: subagent };
  yield await client.call('conversation', { params: { key }, query });
}

async function* allPages(client: Client, key: string, { subagent }: ShowOptions): AsyncGenerator<ConversationPage> {
  for (let after = 0; ;) {
    const page = await client.call('conversation', {
      params: { key },
      query: { after, limit: MAX_PAGE, agentId: subagent },
    });
    yield page;
    if (page.after <= after) return;
    after = page.after;
  }
}

async function printJson(session: Session, pages: AsyncIterable<ConversationPage>): Promise<void> {
  let whole: ConversationPage | null = null;
  for await (const page of pages) {
    whole =
      whole === null
        ? page
        : {
            ...page,
            before: whole.before,
            items: [...whole.items, ...page.items],
            problems: [...whole.problems, ...page.problems],
          };
  }
  await print(`${JSON.stringify({ session, ...whole }, null, 2)}\n`);
}

interface Printing {
  client: Client;
  session: Session;
  pages: AsyncIterable<ConversationPage>;
  options: ShowOptions;
}

async function printText({ client, session, pages, options }: Printing): Promise<void> {
  const { key, title, project } = session;
  const { subagent } = options;
  const company = await companyOf(client, key);
  const text: TextOptions = {
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    thinking: options.thinking === true,
    tools: options.tools,
    byCall: company.byCall,
  };
  const above =
    subagent === undefined ? [...company.links, ...company.others] : [`subagent ${company.nameOf(subagent)}`];
  const head = [line(title, 160), `${key}  ${line(project.dir, 120)}`, ...above.map((one) => `  ${one}`)];
  await print(`${head.join('\n')}\n\n`);
  const joiner = new ToolJoiner();
  let isFirst = true;
  let count = 0;
  for await (const page of pages) {
    if (isFirst) await print(hints(page, { key, agentId: subagent }));
    isFirst = false;
    count += page.items.length;
    for (const problem of page.problems) await print(`  ! ${line(problem, 240)}\n\n`);
    for (const item of page.items) {
      const shown = options.tools === 'full' ? await whole(client, { key, agentId: subagent }, item) : item;
      for (const part of joiner.push(shown)) await print(partText(part, text));
    }
  }
  for (const part of joiner.flush()) await print(partText(part, text));
  if (count === 0) await print('Nothing was written down yet.\n');
}

/** What a page cut is asked for. */
async function whole(
  client: Client,
  { key, agentId }: { key: string; agentId: string | undefined },
  item: ConversationItem,
): Promise<ConversationItem> {
  if (item.kind !== 'tool_result' || item.cut === undefined) return item;
  const { items } = await client.call('record', { params: { key, offset: item.offset }, query: { agentId } });
  return items.find(({ id }) => id === item.id) ?? item;
}

function hints(
  { before, source }: ConversationPage,
  { key, agentId }: { key: string; agentId: string | undefined },
): string {
  const which = agentId === undefined ? key : `${key} --subagent ${agentId}`;
  const gone = source === 'index' ? '  The agent’s own file is gone; this is what AMC kept of it.\n' : '';
  const more = before === null ? '' : `  … there is more above: amc show ${which} --all\n`;
  return gone + more === '' ? '' : `${gone}${more}\n`;
}
