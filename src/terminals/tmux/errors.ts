import { UpstreamError } from '../../contract/errors.ts';
import type { TmuxReply } from './server.ts';

/** tmux said something AMC does not understand. */
export function badReply(what: string, line: string): UpstreamError {
  return new UpstreamError({
    code: 'tmux_bad_reply',
    message: `Expected tmux to tell ${what}, got ${JSON.stringify(line.slice(0, 300))}.`,
    next: 'Run `tmux -V` and report the version with this line.',
  });
}

export function notAnswering(message: string): UpstreamError {
  return new UpstreamError({
    code: 'tmux_not_answering',
    message: sentence(message),
    next: 'See whether that tmux reacts in a terminal. AMC looks again by itself.',
  });
}

export function paneGone(message: string): UpstreamError {
  return new UpstreamError({
    code: 'pane_gone',
    message: sentence(message),
    next: 'Look at the list of sessions again.',
  });
}

/** A reply that is not `ok`, as what a reader has to throw. */
export function failureOf(reply: Exclude<TmuxReply, { outcome: 'ok' }>): UpstreamError {
  if (reply.outcome !== 'error') return notAnswering(reply.message);
  return new UpstreamError({ code: 'tmux_error', message: `tmux said: ${reply.message}` });
}

/** Replies and refusals speak in clauses, errors in sentences. */
function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
