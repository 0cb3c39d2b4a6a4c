import type { Marks } from '../contract/marks.ts';
import type { AnswerPath, Request } from '../contract/request.ts';
import type { Offer, Session, Vitals } from '../contract/session.ts';
import { risksOf } from '../core/risks/risks.ts';
import type { DemoAgent } from './agent.ts';
import { windowOf } from './meter.ts';
import { HOST } from './profile.ts';

const ENDED: AnswerPath = { channel: 'none', reason: 'it has ended' };

/** An agent as the board shows it. */
export function viewOf(agent: DemoAgent, marks: Marks): Session {
  const { profile, status, request } = agent;
  const isClaude = profile.agent === 'claude';
  const own: AnswerPath = isClaude
    ? { channel: 'keystrokes', via: profile.place.terminal }
    : { channel: 'structured', via: 'codex-server' };
  const way = agent.hasEnded ? ENDED : own;
  const isAsked = request !== null && request.kind !== 'error' && request.kind !== 'prose_question';
  return {
    key: agent.key,
    agent: profile.agent,
    id: agent.id,
    title: agent.title,
    project: { name: profile.project, dir: agent.dir, branch: profile.branch },
    host: profile.host ?? HOST,
    model: agent.model,
    mode: agent.mode,
    effort: agent.effort,
    agentVersion: isClaude ? '2.1.330' : '0.141.0',
    status,
    startedAt: agent.startedAt,
    lastActivityAt: agent.lastActivityAt,
    lastEvent: agent.lastEvent,
    ...(agent.doing === null || status.value !== 'working' ? {} : { doing: agent.doing }),
    ...(agent.preview === '' ? {} : { preview: agent.preview }),
    ...(agent.hasEnded
      ? { paneNote: 'Its process is gone.' }
      : {
          process: { pid: agent.pid },
          pane: {
            terminal: profile.place.terminal,
            session: profile.place.label.split(':')[0] ?? '',
            pane: `%${agent.pid % 97}`,
            label: profile.place.label,
          },
        }),
    prompt: isAsked && !agent.hasEnded ? { channel: 'none', reason: 'It waits for an answer first.' } : way,
    interrupt: way,
    offers: agent.hasEnded ? [] : offersOf(agent, way),
    requests: request === null ? [] : [withRisks(request, agent.dir)],
    problems: [],
    ...(Object.keys(marks).length === 0 ? {} : { marks }),
    vitals: vitalsOf(agent),
    conversationRev: agent.book.length + [...agent.subagents.values()].reduce((sum, { book }) => sum + book.length, 0),
  };
}

function vitalsOf({ meter, subagents, backgroundTasks, model }: DemoAgent): Vitals {
  const running = [...subagents.values()].filter((subagent) => subagent.running).length;
  return {
    contextTokens: meter.context,
    contextWindow: windowOf(model),
    ...(meter.cost === null ? {} : { cost: meter.cost }),
    tokens: meter.tokens,
    ...(running === 0 ? {} : { subagents: running }),
    ...(backgroundTasks === 0 ? {} : { backgroundTasks }),
  };
}

function withRisks(request: Request, dir: string): Request {
  if (request.kind !== 'permission') return request;
  const risks = risksOf(request, dir);
  return risks.length === 0 ? request : { ...request, risks: [...risks] };
}

const EFFORTS = ['low', 'medium', 'high', 'max'];

function offersOf(agent: DemoAgent, path: AnswerPath): Offer[] {
  const isClaude = agent.profile.agent === 'claude';
  const plain = (['attach', 'compact', 'clear', 'rename', 'close'] as const).map((action) => ({ action, path }));
  return [
    ...plain,
    { action: 'mode', path, choices: isClaude ? CLAUDE_MODES : CODEX_MODES, current: agent.mode },
    {
      action: 'model',
      path,
      choices: (isClaude ? CLAUDE_MODELS : CODEX_MODELS).map((choice) => ({ ...choice, efforts: EFFORTS })),
      current: agent.model,
      currentEffort: agent.effort,
    },
  ];
}

const CLAUDE_MODES = [
  { id: 'default', label: 'Manual' },
  { id: 'acceptEdits', label: 'Accept edits' },
  { id: 'plan', label: 'Plan' },
  { id: 'auto', label: 'Auto' },
];
const CODEX_MODES = [
  { id: 'ask-for-approval', label: 'Ask for approval' },
  { id: 'approve-for-me', label: 'Approve for me' },
  { id: 'full-access', label: 'Full Access' },
  { id: 'read-only', label: 'Read Only' },
  { id: 'plan', label: 'Plan' },
];
const CLAUDE_MODELS = [
  { id: 'claude-opus-5-5', label: 'Opus 5.5' },
  { id: 'claude-sonnet-5-5', label: 'Sonnet 5.5' },
  { id: 'claude-haiku-5-5', label: 'Haiku 5.5' },
];
const CODEX_MODELS = [
  { id: 'gpt-6.1-sol', label: 'GPT-6.1 Sol' },
  { id: 'gpt-6.1-terra', label: 'GPT-6.1 Terra' },
  { id: 'gpt-oss-120b', label: 'gpt-oss 120B (local)' },
];
