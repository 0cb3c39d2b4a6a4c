import { createClient } from '../../client/client.ts';
import { statusOf } from '../../client/problem.ts';
import { openStream, type StreamHandle, type StreamState } from '../../client/stream.ts';
import { authHeaders, enter, forgetPageToken, onTokenChange } from './auth.ts';
import { reduce } from './reducer.ts';
import { useApp } from './store.ts';

export const client = createClient({ baseUrl: '', headers: authHeaders });

/** Keeps the store true to the server until disposed. */
export async function startConnection(): Promise<() => void> {
  await enter(client);
  let current = follow();
  const reopen = (): void => {
    current.stop();
    current = follow();
  };
  const retry = (): void => {
    if (document.visibilityState === 'visible') current.handle.retryNow();
  };
  const forgetListener = onTokenChange(reopen);
  addEventListener('online', retry);
  document.addEventListener('visibilitychange', retry);
  return () => {
    current.stop();
    forgetListener();
    removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', retry);
  };
}

/** Every place that hears a 401 ends here: the screen says what to do, nothing is retried. */
export function noteRefusal(error: unknown): void {
  if (statusOf(error) === 401) thrownOut();
}

function follow(): { handle: StreamHandle; stop: () => void } {
  const controller = new AbortController();
  const handle = openStream({
    baseUrl: '',
    headers: authHeaders,
    signal: controller.signal,
    onEvent: (event) => useApp.setState(({ board }) => ({ board: reduce(board, event, Date.now()) })),
    onState: (connection) => noteState(connection),
    onProblem: () => useApp.setState({ outdated: true }),
  });
  return { handle, stop: () => controller.abort() };
}

function noteState(connection: StreamState): void {
  if (connection.phase === 'refused') return thrownOut();
  useApp.setState(connection.phase === 'live' ? { connection, auth: 'in' } : { connection });
}

function thrownOut(): void {
  forgetPageToken();
  useApp.setState({ auth: 'out' });
}
