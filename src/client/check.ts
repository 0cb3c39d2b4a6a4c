import { routes, type RouteName, type RouteSpec } from '../contract/routes.ts';
import { StreamEvent } from '../contract/stream.ts';
import { unreadable } from './problem.ts';

/** A reply as its route promises it. Throws an `AmcError`, `unreadable_reply`, when it does not fit the contract. */
export function checkReply(name: RouteName, reply: unknown): unknown {
  const spec: RouteSpec = routes[name];
  const parsed = spec.reply?.safeParse(reply);
  if (parsed?.success !== true) throw unreadable(parsed?.error);
  return parsed.data;
}

/** An event of the stream; throws as `checkReply` does. */
export function checkEvent(event: unknown): StreamEvent {
  const parsed = StreamEvent.safeParse(event);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}
