import type { HistoryDetail } from '../contract/history.ts';
import type { DemoAgent } from './agent.ts';
import { windowOf } from './meter.ts';

/** What an index would know of an agent that is still at it. */
export function detailOfAgent(agent: DemoAgent): HistoryDetail {
  const { book, profile, meter } = agent;
  const { items } = book;
  const count = (kind: string): number => items.filter((item) => item.kind === kind).length;
  const firstPrompt = items.find((item) => item.kind === 'prompt')?.text;
  const path =
    profile.agent === 'claude'
      ? `/home/mara/.claude/projects/-home-mara-code-${profile.project}/${agent.id}.jsonl`
      : `/home/mara/.codex/sessions/2026/11/rollout-${agent.id}.jsonl`;
  return {
    key: agent.key,
    agent: profile.agent,
    id: agent.id,
    title: agent.title,
    ...(firstPrompt === undefined ? {} : { firstPrompt: firstPrompt.slice(0, 500) }),
    project: { name: profile.project, dir: agent.dir, branch: profile.branch },
    models: [agent.model],
    agentVersion: profile.agent === 'claude' ? '2.1.330' : '0.141.0',
    startedAt: agent.startedAt,
    lastAt: agent.lastActivityAt,
    bytes: book.bytes,
    prompts: count('prompt'),
    replies: count('reply'),
    toolCalls: count('tool_call'),
    errors: items.filter((item) => item.kind === 'tool_result' && !item.ok).length,
    tokens: { ...meter.sums },
    archived: false,
    sourceDeleted: false,
    indexed: 'whole',
    files: filesOf(agent),
    pullRequests: [],
    subagents: [...agent.subagents.values()].map(({ agentId, role, description, callId }) => ({
      agentId,
      role,
      description,
      callId,
    })),
    links: [],
    linkedFrom: [],
    context: { used: meter.context, window: windowOf(agent.model) },
    sources: [{ path, bytes: book.bytes, read: book.bytes, state: 'there' }],
    unknownRecords: [],
    unreadable: [],
  };
}

function filesOf({ book }: DemoAgent): HistoryDetail['files'] {
  const files = new Map<string, { path: string; reads: number; edits: number }>();
  const of = (path: string) => {
    const known = files.get(path) ?? { path, reads: 0, edits: 0 };
    files.set(path, known);
    return known;
  };
  for (const item of book.items) {
    if (item.kind !== 'tool_call') continue;
    if (item.view?.type === 'read') of(item.view.path).reads += 1;
    if (item.view?.type === 'edit') for (const { path } of item.view.files) of(path).edits += 1;
  }
  return [...files.values()];
}
