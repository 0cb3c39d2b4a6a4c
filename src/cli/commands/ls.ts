import { Command } from 'commander';
import type { Request } from '../../contract/request.ts';
import type { Session } from '../../contract/session.ts';
import { ageOf, line, table } from '../format.ts';
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
    .option('--all', 'ended sessions too')
    .action(ls);
}

async function ls({ json = false, all = false }: LsOptions): Promise<void> {
  const { client } = connect();
  const { sessions, serverTime } = await client.call('sessions', {});
  const shown = all || json ? sessions : sessions.filter(({ status }) => status.value !== 'ended');
  if (json) {
    process.stdout.write(`${JSON.stringify({ sessions: shown, serverTime }, null, 2)}\n`);
    return;
  }
  if (shown.length === 0) {
    const hidden = sessions.length === 0 ? '' : ` ${sessions.length} ended ones are shown with --all.`;
    process.stdout.write(`No agent runs that AMC can see.${hidden}\n`);
    return;
  }
  process.stdout.write(`${table(shown.map((session) => row(session, serverTime)))}\n`);
}

function row(session: Session, now: number): string[] {
  const { status, agent, project, title, pane } = session;
  const [request] = session.requests;
  const what = request === undefined ? (session.doing ?? title) : asks(request);
  return [
    WORDS[status.value],
    ageOf(status.since, now),
    agent,
    line(project.name, 24),
    pane?.label ?? '-',
    line(what, 70),
  ];
}

function asks(request: Request): string {
  switch (request.kind) {
    case 'permission':
      return `wants to: ${request.command ?? request.title}`;
    case 'question':
      return `asks: ${request.questions[0]?.text ?? ''}`;
    case 'plan':
      return 'has a plan';
    default:
      return request.text;
  }
}
