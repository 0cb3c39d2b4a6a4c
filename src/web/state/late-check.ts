import type { checkEvent, checkReply } from '../../client/check.ts';
import { AmcError } from '../../contract/errors.ts';
import { paths } from '../../contract/paths.ts';
import type { RouteName } from '../../contract/routes.ts';
import type { StreamEvent } from '../../contract/stream.ts';

interface Checks {
  checkReply: typeof checkReply;
  checkEvent: typeof checkEvent;
}

let checks: Checks | null = null;
let loading: Promise<Checks> | null = null;

/**
 * Gets the contract's schemas. They are a fifth of all code and draw nothing, so the first load goes without: what comes
 * before they are there is taken as it is and looked at afterwards, what comes later is looked at first.
 */
export function loadChecks(): Promise<Checks> {
  loading ??= import('../../client/check.ts').then((loaded) => (checks = loaded));
  loading.catch(() => (loading = null));
  return loading;
}

/**
 * `checkReply`, as soon as it is there. `onProblem` is told what was taken and should not have been. What answers a change
 * is held as true from then on, and nobody's first picture waits for it: it waits for the schemas.
 */
export function lateReplyCheck(onProblem: (error: AmcError) => void): (name: RouteName, reply: unknown) => unknown {
  return (name, reply) => {
    if (checks !== null) return checks.checkReply(name, reply);
    if (paths[name].method === 'POST' && name !== 'exchange')
      return loadChecks().then(
        (loaded) => loaded.checkReply(name, reply),
        () => reply,
      );
    later((loaded) => loaded.checkReply(name, reply), onProblem);
    return reply;
  };
}

/** `checkEvent`, likewise. */
export function lateEventCheck(onProblem: (error: AmcError) => void): (event: unknown) => StreamEvent {
  return (event) => {
    if (checks !== null) return checks.checkEvent(event);
    later((loaded) => loaded.checkEvent(event), onProblem);
    return event as StreamEvent;
  };
}

/** Not while the page is on its way to its first picture. */
const LATER_MS = 1_500;

function later(check: (loaded: Checks) => unknown, onProblem: (error: AmcError) => void): void {
  void new Promise((resolve) => setTimeout(resolve, LATER_MS))
    .then(loadChecks)
    .then(check)
    .catch((error: unknown) => {
      if (error instanceof AmcError) onProblem(error);
    });
}
