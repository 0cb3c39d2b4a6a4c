import type { Command } from 'commander';
import type { Request } from '../../contract/request.ts';
import type { Session } from '../../contract/session.ts';
import { controlCommand, SESSION_ARGUMENT } from '../control/options.ts';
import { numbersOf } from '../control/pick-request.ts';
import { pickSessions } from '../control/pick-session.ts';
import { requestLines } from '../control/request-text.ts';
import { ageOf, line } from '../format.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

/** Lines of one request, where not all are wanted. */
const MOST_LINES = 40;

interface RequestsOptions {
  full?: boolean;
  json?: boolean;
}

export function requestsCommand(): Command {
  return controlCommand('requests', 'everything that agents wait for: what, with which choices, and its number')
    .argument('[session...]', SESSION_ARGUMENT)
    .option('--full', 'with every line of long plans and edits')
    .option('--json', 'as JSON, everything AMC knows of them')
    .addHelpText('after', '\nA number belongs to its request for good: it never comes to mean the next one.')
    .action(requests);
}

async function requests(names: string[], { full = false, json = false }: RequestsOptions): Promise<void> {
  const { client } = connect();
  const { sessions: board, serverTime } = await client.call('sessions', {});
  const numbers = numbersOf(board);
  const sessions = names.length === 0 ? board : pickSessions(board, names);
  const open = sessions.flatMap((session) =>
    session.requests.map((request) => ({ number: numbers.get(request.id) ?? '', session, request })),
  );
  if (json) {
    const told = open.map(({ number, session: { key, title }, request }) => ({ number, session: key, title, request }));
    return print(`${JSON.stringify({ requests: told, serverTime }, null, 2)}\n`);
  }
  if (open.length === 0) return print('Nobody waits for you.\n');
  const most = full ? Infinity : MOST_LINES;
  await print(open.map((each) => requestText(each, { now: serverTime, most })).join('\n'));
}

interface OpenRequest {
  number: string;
  session: Session;
  request: Request;
}

function requestText({ number, session, request }: OpenRequest, options: { now: number; most: number }): string {
  const { title, project, pane, agent } = session;
  const { subagent, openedAt } = request;
  const head = [
    number,
    request.kind.replaceAll('_', ' '),
    line(title, 60),
    line(project.name, 24),
    agent,
    ...(pane === undefined ? [] : [line(pane.label, 24)]),
    ...(subagent === undefined ? [] : [`subagent ${line(subagent.type ?? subagent.id, 40)}`]),
    `for ${ageOf(openedAt, options.now)}`,
  ];
  const lines = requestLines(request, options).map((text) => `    ${text}`);
  return `${[head.join('  '), ...lines].join('\n')}\n`;
}
