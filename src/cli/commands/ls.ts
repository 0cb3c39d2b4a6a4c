import { Command } from 'commander';
import type { HistoryEntry } from '../../contract/history.ts';
import type { Session } from '../../contract/session.ts';
import type { Client } from '../../client/client.ts';
import { requestLine } from '../control/request-text.ts';
import { ageOf, line, table } from '../format.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

const WORDS = {
  needs_attention: 'needs you',
  working: 'working',
  starting: 'starting',
  unknown: 'unknown',
  idle: 'idle',
  ended: 'ended',
} as const;

interface LsOptions {
  json?: boolean;
  all?: boolean;
}

export function lsCommand(): Command {
  return new Command('ls')
    .description('every session, those that need you first')
    .option('--json', 'as JSON, everything AMC knows')
    .option('--all', 'ended sessions too, as far back as agents wrote them down')
    .action(ls);
}

async function ls({ json = false, all = false }: LsOptions): Promise<void> {
  const { client } = connect();
  const { sessions, serverTime } = await client.call('sessions', {});
  const shown = all || json ? sessions : sessions.filter(({ status }) => status.value !== 'ended');
  const history = all ? await earlier(client, new Set(sessions.map(({ key }) => key))) : [];
  if (json) return print(`${JSON.stringify({ sessions: shown, ...(all ? { history } : {}), serverTime }, null, 2)}\n`);
  if (shown.length + history.length === 0) {
    const hidden = sessions.length === 0 ? '' : ` ${sessions.length} ended ones are shown with --all.`;
    process.stdout.write(`No agent runs that AMC can see.${hidden}\n`);
    return;
  }
  const rows = [
    ...shown.map((session) => row(session, serverTime)),
    ...history.map((entry) => past(entry, serverTime)),
  ];
  await print(`${table(rows)}\n`);
}

const LIST_LIMIT = 1_000;

/** What the index knows beyond the sessions that are told. */
async function earlier(client: Client, told: ReadonlySet<string>): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  let cursor: string | undefined;
  do {
    const { sessions, next } = await client.call('history', {
      query: { limit: LIST_LIMIT, ...(cursor === undefined ? {} : { cursor }) },
    });
    found.push(...sessions.filter(({ key }) => !told.has(key)));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return found;
}

function past({ agent, project, title, lastAt }: HistoryEntry, now: number): string[] {
  return [WORDS.ended, ageOf(lastAt, now), agent, line(project.name, 24), '-', line(title, 70)];
}

function row(session: Session, now: number): string[] {
  const { status, agent, project, title, pane, marks } = session;
  const [request] = session.requests;
  return [
    WORDS[status.value],
    ageOf(status.since, now),
    agent,
    line(project.name, 24),
    pane?.label ?? '-',
    request === undefined ? line(session.doing ?? marks?.name ?? title, 70) : requestLine(request, 70),
  ];
}
