import type { Actor } from '../contract/command.ts';
import type { ServerContext } from './env.ts';

/** A user agent is free text of the client's. */
const MAX_CLIENT = 200;
/** What `amc` calls itself. */
const OWN_CLIENT = /^amc\//;

/** Who asks, by what the server knows of it: the credentials, the connection and the user agent. */
export function actorOf(c: ServerContext): Actor {
  const from = fromWhere(c);
  if (c.get('principal') === 'browser') return { by: 'page', ...from };
  return { by: OWN_CLIENT.test(from.client ?? '') ? 'cli' : 'api', ...from };
}

/** The same, of somebody who uses the original's routes. */
export function originalActor(c: ServerContext): Actor {
  return { by: 'original', ...fromWhere(c) };
}

function fromWhere(c: ServerContext): Pick<Actor, 'address' | 'client'> {
  const address = c.env.incoming.socket.remoteAddress;
  const client = c.env.facts.header('user-agent')[0]?.slice(0, MAX_CLIENT);
  return { ...(address === undefined ? {} : { address }), ...(client === undefined ? {} : { client }) };
}
