import type { Request } from '../../contract/request.ts';
import type { Session, StatusValue } from '../../contract/session.ts';

/** The original knew four words. What is over, quiet or not known is `done` there; `amc_status` tells them apart. */
const ORIGINAL_STATUS: Readonly<Record<StatusValue, 'starting' | 'active' | 'needs_attention' | 'done'>> = {
  starting: 'starting',
  working: 'active',
  needs_attention: 'needs_attention',
  idle: 'done',
  ended: 'done',
  unknown: 'done',
};
/** Length of the original's previews, characters. */
const PREVIEW_LENGTH = 200;

export interface OriginalQuestion {
  question: string;
  header: string;
  options: { label: string; description: string; markdown?: string }[];
}

/** A session as the original's `/api/state` tells it; fields beyond the original's are additions. */
export function originalSession(session: Session): Record<string, unknown> {
  const { status, pane } = session;
  return {
    session_id: session.id,
    agent: session.agent,
    project: session.project.name,
    project_dir: session.project.dir,
    status: ORIGINAL_STATUS[status.value],
    started_at: iso(session.startedAt),
    last_event_at: iso(session.lastActivityAt),
    last_event: session.lastEvent ?? '',
    last_message_preview: (session.preview ?? '').slice(0, PREVIEW_LENGTH),
    zellij_session: pane?.terminal === 'zellij' ? pane.session : '',
    zellij_pane: pane?.terminal === 'zellij' ? pane.pane : '',
    tmux_session: pane?.terminal === 'tmux' ? pane.session : '',
    tmux_pane: pane?.terminal === 'tmux' ? pane.pane : '',
    pending_questions: pendingQuestions(answerable(session)),
    amc_key: session.key,
    amc_status: status.value,
    amc_status_source: status.evidence.source,
  };
}

export type AnswerableRequest = Extract<Request, { kind: 'question' | 'permission' | 'plan' }>;

/** The request that `/api/respond` answers: the one that has waited longest. */
export function answerable(session: Session): AnswerableRequest | null {
  for (const request of session.requests) {
    if (request.kind === 'question' || request.kind === 'permission' || request.kind === 'plan') return request;
  }
  return null;
}

function pendingQuestions(request: AnswerableRequest | null): OriginalQuestion[] {
  if (request === null) return [];
  switch (request.kind) {
    case 'question':
      return request.questions.map(({ text, header, options }) => ({
        question: text,
        header: header ?? '',
        options: options.map(({ label, description, preview }) => ({
          label,
          description: description ?? '',
          ...(preview === undefined ? {} : { markdown: preview }),
        })),
      }));
    case 'permission':
      return [{ question: request.title, header: request.tool, options: labels(request.choices) }];
    case 'plan':
      return [{ question: request.markdown ?? 'It has a plan.', header: 'Plan', options: labels(request.choices) }];
  }
}

function labels(choices: readonly { label: string }[]): { label: string; description: string }[] {
  return choices.map(({ label }) => ({ label, description: '' }));
}

function iso(ms: number | undefined): string {
  return ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15 ? '' : new Date(ms).toISOString();
}
