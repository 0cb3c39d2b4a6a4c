import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { AuditEntry } from '../../contract/audit.ts';
import { countNumber } from '../arguments.ts';
import { auditLine } from '../control/audit-text.ts';
import { controlCommand } from '../control/options.ts';
import { pickSession } from '../control/pick-session.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

/** More are not asked for at once, by the contract. */
const MAX_PAGE = 1_000;
const FOLLOW_EVERY_MS = 1_000;

interface AuditOptions {
  session?: string;
  command?: string;
  limit: number;
  follow?: boolean;
  json?: boolean;
}

export function auditCommand(): Command {
  return controlCommand('audit', 'every command and what became of it, step by step, the newest last')
    .option('--session <session>', 'of this session: its key, or as for the other commands')
    .option('--command <id>', 'of this command')
    .option('--limit <n>', 'how many steps', countNumber, 50)
    .option('--follow', 'go on with what comes')
    .option('--json', 'as JSON, one step a line')
    .action(audit);
}

type Filter = { session?: string; command?: string };

async function audit(options: AuditOptions): Promise<void> {
  const { client } = connect();
  const { command, limit, follow = false } = options;
  const session = options.session === undefined ? undefined : await keyOf(client, options.session);
  const filter: Filter = {
    ...(session === undefined ? {} : { session }),
    ...(command === undefined ? {} : { command }),
  };
  const entries = await newest(client, filter, { limit, after: 0 });
  await tell(entries, options);
  if (entries.length === 0 && !follow && options.json !== true) await print('Nothing is written down.\n');
  if (follow) await followOn(client, filter, { last: entries.at(-1)?.seq ?? 0, options });
}

/** Until it is ended. */
async function followOn(
  client: Client,
  filter: Filter,
  { last, options }: { last: number; options: AuditOptions },
): Promise<never> {
  for (let after = last; ;) {
    await new Promise((resolve) => setTimeout(resolve, FOLLOW_EVERY_MS));
    const more = await newest(client, filter, { limit: Infinity, after });
    await tell(more, options);
    after = more.at(-1)?.seq ?? after;
  }
}

/** A session of the audit log may be long gone: a key is taken as it is. */
async function keyOf(client: Client, words: string): Promise<string> {
  if (/^[a-z]+:\S+$/.test(words)) return words;
  const { sessions } = await client.call('sessions', {});
  return pickSession(sessions, words).key;
}

/** The newest steps after `after`, at most `limit`, oldest first. */
async function newest(
  client: Client,
  filter: Filter,
  { limit, after }: { limit: number; after: number },
): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  let before: number | undefined;
  do {
    const { entries, next } = await client.call('audit', {
      query: {
        ...filter,
        limit: Math.min(limit - found.length, MAX_PAGE),
        ...(before === undefined ? {} : { before }),
      },
    });
    const fresh = entries.filter(({ seq }) => seq > after);
    found.push(...fresh);
    before = fresh.length < entries.length ? undefined : next;
  } while (before !== undefined && found.length < limit);
  return found.reverse();
}

async function tell(entries: readonly AuditEntry[], { json = false }: AuditOptions): Promise<void> {
  for (const entry of entries) await print(`${json ? JSON.stringify(entry) : auditLine(entry)}\n`);
}
