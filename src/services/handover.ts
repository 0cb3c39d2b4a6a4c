import type { AgentName } from '../contract/agent.ts';
import type { Action, Command, DeliveryReason } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { OpenRequest, SessionState } from '../core/state.ts';
import type { AgentAdapter, Handover, PathTarget } from '../ports/agent.ts';
import type { Attachments } from '../ports/attachments.ts';
import { answerFault } from './request-state.ts';
import type { Typist } from './typist.ts';
import { contextOf } from './view.ts';

/** How long an agent's channel may take to say that it took something, ms. */
const STRUCTURED_MS = 10_000;

export interface HandoverOptions {
  stateOf: (sessionKey: string) => SessionState | null;
  agents: ReadonlyMap<AgentName, AgentAdapter>;
  typist: Typist;
  attachments: Attachments;
  /** The agent's screen shows that it did it. */
  shown: (state: SessionState, action: Action, evidence: Evidence) => void;
}

export interface HandOverHooks {
  /** Called before it types. */
  typing: () => void;
  /** Aborted when nobody waits for it any more: nothing is written from then on. */
  givenUp: AbortSignal;
}

export type HandOver = (command: Command, hooks: HandOverHooks) => Promise<Handover>;

/** Hands commands over through the strongest channel there is at that moment. */
export function createHandover(options: HandoverOptions): HandOver {
  const { stateOf, agents, typist, attachments } = options;
  return async ({ sessionKey, action }, { typing, givenUp }) => {
    const before = stateOf(sessionKey);
    const fault = before === null ? null : await attachmentFault(attachments, action);
    // Looked at anew: files may have taken a while.
    const state = stateOf(sessionKey);
    const adapter = state === null ? undefined : agents.get(state.ref.agent);
    if (state === null || adapter === undefined) return refused(gone());
    const stale = fault ?? (givenUp.aborted ? tooSlow() : answerFault(state, action));
    if (stale !== null) return refused(stale);
    const context = contextOf(state);
    const path = adapter.path(context, targetOf(action));
    switch (path.channel) {
      case 'structured':
        return adapter.deliver(context, action, AbortSignal.timeout(STRUCTURED_MS));
      case 'none':
        return refused(noChannel(path.reason, path.remedy?.text));
      case 'keystrokes': {
        const open = dialogInTheWay(state, action);
        if (open !== null) return refused(dialogOpen(open));
        const request =
          'requestId' in action ? (context.requests.find(({ id }) => id === action.requestId) ?? null) : null;
        typing();
        const outcome = await typist.type(state.ref.agent, context.process, { action, request }, givenUp);
        if (outcome.state === 'accepted' && outcome.shown !== undefined) options.shown(state, action, outcome.shown);
        return outcome;
      }
    }
  };
}

/** What has to travel, of an action. */
export function targetOf(action: Action): PathTarget {
  return 'requestId' in action ? { type: 'request', requestId: action.requestId } : { type: action.type };
}

async function attachmentFault(attachments: Attachments, action: Action): Promise<DeliveryReason | null> {
  for (const { path } of action.type === 'prompt' ? (action.attachments ?? []) : []) {
    const fault = await attachments.fault(path);
    if (fault === null) continue;
    return { code: 'attachment_unusable', message: `Nothing was sent: ${path} cannot go with it, ${fault}.` };
  }
  return null;
}

/** What is typed would go into the dialog. An interruption is meant for whatever stands there; an answer, for this one. */
function dialogInTheWay({ requests }: SessionState, action: Action): OpenRequest['request'] | null {
  if ('requestId' in action || action.type === 'interrupt') return null;
  const open = requests.find(({ request: { kind } }) => kind !== 'prose_question' && kind !== 'error');
  return open?.request ?? null;
}

function dialogOpen({ kind }: OpenRequest['request']): DeliveryReason {
  return {
    code: 'dialog_open',
    message: `Nothing was typed: it waits for an answer (${kind}), and the text would go into that dialog.`,
    next: 'Answer the request first.',
  };
}

function noChannel(reason: string, next?: string): DeliveryReason {
  return { code: 'no_channel', message: `Nothing was sent: ${reason}.`, ...(next === undefined ? {} : { next }) };
}

function tooSlow(): DeliveryReason {
  return { code: 'given_up', message: 'Nothing was sent: it took too long until it could be.' };
}

function gone(): DeliveryReason {
  return { code: 'session_unknown', message: 'The session is not there any more.' };
}

function refused(reason: DeliveryReason): Handover {
  return { state: 'refused', reason };
}
