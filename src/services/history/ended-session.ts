import type { HistoryDetail } from '../../contract/history.ts';
import type { Session } from '../../contract/session.ts';

const ENDED = { channel: 'none', reason: 'it has ended' } as const;

/** A session of which only records are left, as the page shows every other one. */
export function endedSession(detail: HistoryDetail): Session {
  const { key, agent, id, title, project, agentVersion, startedAt, lastAt } = detail;
  const model = detail.models.at(-1);
  return {
    key,
    agent,
    id,
    title,
    project,
    ...(model === undefined ? {} : { model }),
    ...(agentVersion === undefined ? {} : { agentVersion }),
    status: {
      value: 'ended',
      since: lastAt,
      evidence: { source: 'transcript', at: lastAt, detail: 'its newest record' },
    },
    ...(startedAt === undefined ? {} : { startedAt }),
    lastActivityAt: lastAt,
    prompt: ENDED,
    interrupt: ENDED,
    offers: [],
    requests: [],
    problems: detail.unreadable.map(({ path, from, to, reason }) => ({
      code: 'record_unreadable',
      message: `${to - from} bytes of its transcript ${reason}.`,
      place: `${path}:${from}`,
      at: lastAt,
    })),
    conversationRev: 0,
  };
}
