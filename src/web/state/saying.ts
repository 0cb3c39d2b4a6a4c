import type { SessionKey } from '../../contract/session.ts';
import type { StreamEvent } from '../../contract/stream.ts';

export interface LiveReply {
  itemId: string;
  text: string;
  /** It is on record: the conversation will show it in a moment. */
  over: boolean;
}

export type LiveReplies = ReadonlyMap<SessionKey, LiveReply>;
export type Saying = Extract<StreamEvent, { type: 'saying' }>;

/** With what an event adds. A piece whose beginning was not heard tells nothing. */
export function withSaying(replies: LiveReplies, { key, itemId, from, text, over, dropped }: Saying): LiveReplies {
  const known = replies.get(key);
  const before = known?.itemId === itemId ? known.text : '';
  const next = new Map(replies);
  const heard = from === undefined || from <= before.length;
  const whole = from === undefined ? text : before.slice(0, from) + text;
  if (dropped === true || !heard || whole.trim() === '') next.delete(key);
  else next.set(key, { itemId, text: whole, over });
  return next;
}
