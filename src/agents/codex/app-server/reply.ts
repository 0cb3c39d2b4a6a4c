import type { Evidence } from '../../../contract/evidence.ts';
import type { Handover } from '../../../ports/agent.ts';
import type { RpcReply } from './rpc.ts';

export const CHANNEL = 'codex-server';

/** What became of an action, by the server's reply to it. */
export function handover(reply: RpcReply, note: string, confirmed?: Evidence): Handover {
  switch (reply.state) {
    case 'result':
      return { state: 'accepted', via: CHANNEL, note, ...(confirmed === undefined ? {} : { confirmed }) };
    case 'error':
      return refused('codex_refused', `The Codex server refused: ${reply.message}`);
    case 'not_sent':
      return notConnected();
    case 'lost':
      return lost(reply.reason);
  }
}

export function refused(code: string, message: string, next?: string): Handover {
  return { state: 'refused', via: CHANNEL, reason: { code, message, ...(next === undefined ? {} : { next }) } };
}

export function failed(code: string, message: string): Handover {
  return { state: 'failed', via: CHANNEL, reason: { code, message } };
}

export function lost(why: string): Handover {
  const message = `It may or may not have arrived: ${why}.`;
  return {
    state: 'unknown',
    via: CHANNEL,
    reason: { code: 'connection_lost', message, next: 'Look at the conversation before you send it again.' },
  };
}

export function notConnected(): Handover {
  return failed('not_connected', 'There is no connection to the Codex server; nothing was sent.');
}

export function orAborted(reply: Promise<RpcReply>, signal: AbortSignal): Promise<RpcReply> {
  const gaveUp = aborted(signal).then((): RpcReply => ({ state: 'lost', reason: 'AMC stopped waiting for the reply' }));
  return Promise.race([reply, gaveUp]);
}

export function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}
