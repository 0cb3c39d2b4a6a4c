import { createClient } from '../../client/client.ts';
import { statusOf } from '../../client/problem.ts';
import { listenToStream } from '../stream/beginning.ts';
import type { Arrived, ConnectionState, LiveStream } from '../stream/live-stream.ts';
import { authHeaders, forgetPageToken, onTokenChange } from './auth.ts';
import { addToTrail, isTrailKept } from './board-trail.ts';
import { tellStreamEvent } from './events.ts';
import { lateReplyCheck } from './late-check.ts';
import { reduce } from './reducer.ts';
import { useApp } from './store.ts';

const noteOutdated = (): void => useApp.setState({ outdated: true });

export const client = createClient({ baseUrl: '', headers: authHeaders, check: lateReplyCheck(noteOutdated) });

let stream: LiveStream | null = null;

/** Keeps the store true to the server until disposed. */
export async function startConnection(): Promise<() => void> {
  const followed = await listenToStream({ onEvents: takeIn, onState: noteState, onProblem: noteOutdated });
  stream = followed;
  const retry = (): void => {
    if (document.visibilityState === 'visible') followed.retryNow();
  };
  const forgetListener = onTokenChange(() => followed.reenter());
  addEventListener('online', retry);
  document.addEventListener('visibilitychange', retry);
  return () => {
    followed.stop();
    forgetListener();
    removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', retry);
  };
}

/** Asks for everything anew: what is shown is not what the server knows. */
export function beginAnew(): void {
  stream?.reopen();
}

/** Every place that hears a 401 ends here: the screen says what to do, nothing is retried. */
export function noteRefusal(error: unknown): void {
  if (statusOf(error) === 401) thrownOut();
}

/** All that arrived together is drawn together. */
function takeIn(arrived: readonly Arrived[]): void {
  const now = Date.now();
  let { board, lastEventId } = useApp.getState();
  for (const { event, id } of arrived) {
    board = reduce(board, event, now);
    lastEventId = id;
    if (isTrailKept()) addToTrail(id, board);
  }
  useApp.setState({ board, lastEventId });
  for (const { event } of arrived) tellStreamEvent(event);
}

function noteState(connection: ConnectionState): void {
  if (connection.phase === 'refused') return thrownOut();
  useApp.setState(connection.phase === 'live' ? { connection, auth: 'in' } : { connection });
}

function thrownOut(): void {
  forgetPageToken();
  useApp.setState({ auth: 'out' });
}
