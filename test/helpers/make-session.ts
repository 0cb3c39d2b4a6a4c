import type { EvidenceSource } from '../../src/contract/evidence.ts';
import type { Choice, Request } from '../../src/contract/request.ts';
import { sessionKey, type Offer, type Session, type StatusValue } from '../../src/contract/session.ts';

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
    offers: [],
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

function base(id: string, waits: number, detail: string, source: EvidenceSource = 'hook') {
  const openedAt = Date.now() - waits;
  return {
    id,
    openedAt,
    evidence: { source, at: openedAt, detail },
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

/** A reply that ends by asking. */
export function proseQuestion({ id, waits = MINUTE, ...rest }: Asked<'prose_question'>): Request {
  return { ...base(id, waits, 'transcript: last message'), kind: 'prose_question', text: '', ...rest };
}

/** A dialog that only the screen shows. */
export function trust({ id, waits = MINUTE, ...rest }: Asked<'trust'>): Request {
  return {
    ...base(id, waits, 'screen: a dialog stands open', 'screen'),
    answer: { channel: 'keystrokes', via: 'tmux ops:1.0' },
    kind: 'trust',
    text: 'Do you trust the files in this folder?\n\n/home/mara/code/scratch',
    choices: [
      { id: '1', label: 'Yes, I trust this folder', effect: 'allow', takesMessage: false },
      { id: '2', label: 'No, exit', effect: 'deny', takesMessage: false },
    ],
    ...rest,
  };
}

/** What an MCP server asks for. */
export function elicitation({ id, waits = MINUTE, ...rest }: Asked<'elicitation'>): Request {
  return {
    ...base(id, waits, 'hook: Elicitation'),
    kind: 'elicitation',
    server: 'deploy',
    text: 'Where should the release go?',
    fields: [],
    choices: [
      { id: 'accept', label: 'Send', effect: 'allow', takesMessage: false },
      { id: 'decline', label: 'Decline', effect: 'deny', takesMessage: false },
      { id: 'cancel', label: 'Dismiss', effect: 'cancel', takesMessage: false },
    ],
    ...rest,
  };
}

/** It cannot go on. */
export function stuck({ id, waits = MINUTE, ...rest }: Asked<'error'>): Request {
  return {
    ...base(id, waits, 'transcript: API error'),
    answer: { channel: 'none', reason: 'An error is not a question.' },
    kind: 'error',
    text: 'API Error: 529 overloaded_error',
    ...rest,
  };
}

type Asked<K extends Request['kind']> = Omit<Loose<K>, 'kind'>;

/** What can be done to a session, by keystrokes, with the choices a Claude session has. */
export function offers(place = 'tmux work:1.0'): Offer[] {
  const path = { channel: 'keystrokes', via: place } as const;
  return [
    { action: 'attach', path },
    {
      action: 'mode',
      path,
      current: 'default',
      choices: [
        { id: 'default', label: 'Ask before edits' },
        { id: 'acceptEdits', label: 'Accept edits' },
        { id: 'plan', label: 'Plan first' },
      ],
    },
    {
      action: 'model',
      path,
      current: 'opus',
      currentEffort: 'high',
      choices: [
        { id: 'opus', label: 'Opus 4.5', efforts: ['low', 'medium', 'high'] },
        { id: 'sonnet', label: 'Sonnet 4.5', efforts: ['low', 'medium', 'high'] },
        { id: 'haiku', label: 'Haiku 4.5' },
      ],
    },
    { action: 'compact', path },
    { action: 'clear', path },
    { action: 'rename', path },
    { action: 'close', path },
  ];
}
