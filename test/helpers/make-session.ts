import type { Choice, Request } from '../../src/contract/request.ts';
import { sessionKey, type Session, type StatusValue } from '../../src/contract/session.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const EVIDENCE: Record<StatusValue, string> = {
  starting: 'registry: started, no turn yet',
  working: 'registry: busy',
  needs_attention: 'registry: waiting (permission prompt)',
  idle: 'registry: idle',
  ended: 'process 41207 is gone',
  unknown: 'its pane shows a screen AMC does not know',
};

export interface SessionParts extends Partial<Omit<Session, 'project' | 'status' | 'pane'>> {
  id: string;
  project?: string;
  branch?: string;
  value?: StatusValue;
  /** How long it has been in this state, ms. */
  for?: number;
  /** `<terminal> <label>`; none: no pane. */
  place?: string;
  detail?: string;
}

/** A session as the server would tell it, from what matters to a test. */
export function makeSession(parts: SessionParts): Session {
  const {
    id,
    project = 'ledger',
    branch = 'main',
    value = 'working',
    for: lasted = MINUTE,
    place,
    detail,
    ...rest
  } = parts;
  const agent = parts.agent ?? 'claude';
  const since = Date.now() - lasted;
  const [terminal, label] = (place ?? '').split(' ');
  const way =
    place === undefined
      ? ({ channel: 'none', reason: 'No terminal pane was found for it.' } as const)
      : ({ channel: 'keystrokes', via: place } as const);
  return {
    key: sessionKey({ agent, id }),
    agent,
    id,
    title: `Session ${id}`,
    project: { name: project, dir: `/home/mara/code/${project}`, branch },
    status: {
      value,
      since,
      evidence: {
        source: value === 'ended' ? 'process' : value === 'unknown' ? 'screen' : 'registry',
        at: since,
        detail: detail ?? EVIDENCE[value],
      },
    },
    startedAt: since - 40 * MINUTE,
    lastActivityAt: since,
    prompt: way,
    interrupt: way,
    requests: [],
    problems: [],
    conversationRev: 1,
    ...(terminal === 'tmux' || terminal === 'zellij'
      ? { pane: { terminal, session: label?.split(':')[0] ?? 'main', pane: '%3', label: label ?? '' } }
      : {}),
    ...rest,
  };
}

const CHOICES: Choice[] = [
  { id: 'allow', label: 'Yes', effect: 'allow', takesMessage: false },
  { id: 'always:0', label: 'Yes, and don’t ask again this session', effect: 'allow_always', takesMessage: false },
  { id: 'deny', label: 'No', effect: 'deny', takesMessage: true },
];

type Loose<K extends Request['kind']> = { kind: K; id: string; waits?: number } & Partial<
  Extract<Request, { kind: K }>
>;

function base(id: string, waits: number, detail: string) {
  const openedAt = Date.now() - waits;
  return {
    id,
    openedAt,
    evidence: { source: 'hook', at: openedAt, detail } as const,
    answer: { channel: 'structured', via: 'claude-relay' } as const,
  };
}

export function permission({ id, waits = 2 * MINUTE, ...rest }: Omit<Loose<'permission'>, 'kind'>): Request {
  return {
    ...base(id, waits, 'hook: PermissionRequest'),
    kind: 'permission',
    tool: 'Bash',
    title: 'Run a command',
    choices: CHOICES,
    ...rest,
  };
}

export function question({ id, waits = MINUTE, ...rest }: Omit<Loose<'question'>, 'kind'>): Request {
  return { ...base(id, waits, 'hook: PermissionRequest (AskUserQuestion)'), kind: 'question', questions: [], ...rest };
}

export function plan({ id, waits = 3 * MINUTE, ...rest }: Omit<Loose<'plan'>, 'kind'>): Request {
  return {
    ...base(id, waits, 'hook: PermissionRequest (ExitPlanMode)'),
    kind: 'plan',
    choices: [
      { id: 'approve', label: 'Approve', effect: 'allow', takesMessage: false },
      { id: 'approve:acceptEdits', label: 'Approve, and accept edits', effect: 'allow', takesMessage: false },
      { id: 'deny', label: 'Keep planning', effect: 'deny', takesMessage: true },
    ],
    ...rest,
  };
}

export function textAsk({
  id,
  kind,
  waits = MINUTE,
  ...rest
}: {
  id: string;
  kind: 'prose_question' | 'trust' | 'elicitation' | 'error';
  waits?: number;
  text: string;
  answer?: Request['answer'];
}): Request {
  return { ...base(id, waits, 'transcript: last message'), kind, ...rest };
}
