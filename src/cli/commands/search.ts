import { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import { UserError } from '../../contract/errors.ts';
import type { SearchReply } from '../../contract/search.ts';
import { countNumber } from '../arguments.ts';
import { renderError } from '../error.ts';
import { print } from '../print.ts';
import { hitText } from '../search-text.ts';
import { connect } from '../server-file.ts';

/** More are not asked for at once, by the contract. */
const MAX_PAGE = 100;
const EXIT = { nothing: 1, badQuery: 2 } as const;

interface SearchOptions {
  limit: number;
  all?: boolean;
  json?: boolean;
}

export function searchCommand(): Command {
  return new Command('search')
    .description('everything agents ever wrote, the best and newest first (words, "phrases", -not, role:prompt, …)')
    .argument('<query...>', 'what to look for; a phrase needs quotes of its own: \'"exact phrase"\'')
    .option('--limit <n>', 'how many messages', countNumber, 20)
    .option('--all', 'every message that matches')
    .option('--json', 'as JSON, everything AMC knows of them')
    .allowUnknownOption()
    .addHelpText('after', HELP)
    .action(search);
}

const HELP = `
  foo bar          both words               project:amc      a part of the folder
  '"foo bar"'      one behind the other     agent:codex      model:opus   branch:main
  foo OR bar       one of them              role:prompt      reply thinking tool output note
  foo -bar         not that one             tool:Bash        file:src/x.ts   has:error
  foo*             what begins so           after:7d         before:yesterday   on:2026-11-01
  '="Foo.bar("'    exactly so               session:<key>    in:deleted
  '/fo+o/i'        a regular expression

Exit code: 0 when something was found, 1 when not, 2 for a query that cannot be understood.`;

async function search(words: string[], options: SearchOptions): Promise<void> {
  // Behind a word such as `-foo`, commander leaves the `--` in.
  const query = words.filter((word) => word !== '--').join(' ');
  const { client } = connect();
  try {
    const count = await (options.json === true ? printJson : printText)(pagesOf(client, query, options));
    if (count === 0) process.exitCode = EXIT.nothing;
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'query_invalid') throw error;
    process.stderr.write(renderError(error, query));
    process.exitCode = EXIT.badQuery;
  }
}

/** Page after page until there is enough, or no more: a page may be short when older conversations wait. */
async function* pagesOf(client: Client, query: string, { limit, all }: SearchOptions): AsyncGenerator<SearchReply> {
  let left = all === true ? Infinity : limit;
  let cursor: string | undefined;
  do {
    const page = await client.call('search', {
      query: { q: query, limit: Math.min(left, MAX_PAGE), ...(cursor === undefined ? {} : { cursor }) },
    });
    yield page;
    left -= page.hits.length;
    cursor = page.next ?? undefined;
  } while (left > 0 && cursor !== undefined);
}

async function printText(pages: AsyncIterable<SearchReply>): Promise<number> {
  const look = { now: Date.now(), colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined };
  let count = 0;
  let last: SearchReply | null = null;
  for await (const page of pages) {
    for (const hit of page.hits) await print(`${count++ === 0 ? '' : '\n'}${hitText(hit, look)}`);
    last = page;
  }
  if (count === 0) process.stderr.write('Nothing was found.\n');
  if (last !== null && last.next !== null) process.stderr.write('\nThere may be more: --all, or a greater --limit.\n');
  if (last?.complete === false) process.stderr.write('The index is still being built: `amc index status`.\n');
  return count;
}

async function printJson(pages: AsyncIterable<SearchReply>): Promise<number> {
  const all: SearchReply[] = [];
  for await (const page of pages) all.push(page);
  const hits = all.flatMap((page) => page.hits);
  const tookMs = all.reduce((sum, page) => sum + page.tookMs, 0);
  await print(`${JSON.stringify({ ...all.at(-1), hits, tookMs }, null, 2)}\n`);
  return hits.length;
}
