import type { SessionKey } from '../../contract/session.ts';
import type { StreamEvent } from '../../contract/stream.ts';

export interface LiveReply {
  key: SessionKey;
  itemId: string;
  /** Absent: what it says to whoever asked. */
  of?: 'thinking' | 'output';
  /** Of output: the command that prints it. */
  title?: string;
  text: string;
  /** It is on record: the conversation will show it in a moment. */
  over: boolean;
}

/** By what they are: a session has one message, one thought, and as many outputs as commands run. */
export type LiveReplies = ReadonlyMap<string, LiveReply>;
export type Saying = Extract<StreamEvent, { type: 'saying' }>;

export function placeOf({ key, of, itemId }: Pick<Saying, 'key' | 'of' | 'itemId'>): string {
  return `${key}\n${of ?? ''}\n${of === 'output' ? itemId : ''}`;
}

/** With what an event adds. A piece whose beginning was not heard tells nothing. */
export function withSaying(replies: LiveReplies, saying: Saying): LiveReplies {
  const { key, itemId, of, title, from, text, over, dropped } = saying;
  const place = placeOf(saying);
  const known = replies.get(place);
  const before = known?.itemId === itemId ? known.text : '';
  const next = new Map(replies);
  const heard = from === undefined || from <= before.length;
  const whole = from === undefined ? text : before.slice(0, from) + text;
  // What a command printed is in its record; what it prints is its end, which is told anew each time.
  if (dropped === true || !heard || whole.trim() === '' || (over && of !== undefined)) next.delete(place);
  else {
    const what = { ...(of === undefined ? {} : { of }), ...(title === undefined ? {} : { title }) };
    next.set(place, { key, itemId, ...what, text: whole, over });
  }
  return next;
}
