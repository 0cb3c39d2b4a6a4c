import type { Command, DeliveryReason } from '../../contract/command.ts';
import type { Evidence } from '../../contract/evidence.ts';
import { UserError } from '../../contract/errors.ts';
import type { Handover } from '../../ports/agent.ts';
import { messageOf } from '../../lib/message-of.ts';

export function noRecord(timeoutMs: number): DeliveryReason {
  return {
    code: 'no_record',
    message: `It was handed over, but the agent has recorded nothing of it in ${timeoutMs / 1000} s.`,
    next: 'Look at the pane before you send it again; it is confirmed here as soon as its record is seen.',
  };
}

export const SHOWN_ONLY = 'shown_only';

/** Only the agent's own record proves a delivery; what its screen shows is said, and no more. */
export function shownOnly({ detail }: Evidence): DeliveryReason {
  return {
    code: SHOWN_ONLY,
    message: `Its screen shows it (${detail}); the agent has not written it down yet.`,
    next: 'It is confirmed here as soon as its record is seen.',
  };
}

export function alreadyAnswered(): DeliveryReason {
  return {
    code: 'already_answered',
    message: 'Nothing was sent: an answer to this was typed a moment ago, and the agent has not recorded it yet.',
    next: 'Look at the session as it is now.',
  };
}

export function takenBack(): DeliveryReason {
  return { code: 'taken_back', message: 'It was taken back before anything was sent.' };
}

export function sessionEnded(): DeliveryReason {
  return {
    code: 'session_ended',
    message: 'Nothing was sent: the session ended before its turn was over.',
    next: 'Send it to another session.',
  };
}

export function expired(keptMs: number): DeliveryReason {
  return {
    code: 'expired',
    message: `Nothing was sent: the turn was not over within ${keptMs / 3_600_000} hours.`,
    next: 'Look at the session, and send it again if it is still meant.',
  };
}

export function notWritten(): DeliveryReason {
  return {
    code: 'not_written',
    message: 'Nothing was sent: AMC cannot write down what it does, so it does nothing.',
    next: 'Look at the disk of the data folder.',
  };
}

/** AMC was stopped in between: before it had left, or after. */
export function afterStop(when: 'queued' | 'left'): DeliveryReason {
  const next =
    when === 'queued'
      ? 'Nothing was typed. Send it again.'
      : 'Look at the conversation: it is confirmed here as soon as its record is seen.';
  return { code: 'amc_stopped', message: 'AMC was stopped before the delivery was settled.', next };
}

/** A bug in AMC: nobody knows how far it got. */
export function internalFailure(error: unknown): Handover {
  const message = messageOf(error);
  return {
    state: 'unknown',
    via: 'amc',
    reason: { code: 'internal', message: `AMC failed while delivering: ${message}` },
  };
}

/** The channel never said anything; what follows does not wait for it. */
export function handoverHung(afterMs: number): Handover {
  return {
    state: 'unknown',
    via: 'amc',
    reason: {
      code: 'handover_hung',
      message: `The channel has not said in ${afterMs / 1000} s whether it took it.`,
      next: 'Look at the session before you send it again.',
    },
  };
}

export function unknownCommand(id: string): UserError {
  return new UserError({
    code: 'command_unknown',
    message: `There is no command ${id}.`,
    next: 'List the commands to find its id.',
  });
}

/** `_closed`: a conflict with what has become of it meanwhile. */
export function tooLate({ delivery: { state } }: Command): UserError {
  const isUnderWay = state === 'delivering' || state === 'accepted';
  return new UserError({
    code: 'command_closed',
    message: `It cannot be taken back any more: it is ${state}.`,
    ...(isUnderWay ? { next: 'Interrupt the session if it should not go on.' } : {}),
  });
}
