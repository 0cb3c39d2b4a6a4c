import { createClient } from '../../client/client.ts';
import { authHeaders, enter } from '../state/auth.ts';
import { lateReplyCheck } from '../state/late-check.ts';
import { followStream, startWorker } from './follow.ts';
import type { LiveStream, StreamListener } from './live-stream.ts';

type Told = (listener: StreamListener) => void;

let begun: Promise<LiveStream> | null = null;
let listener: StreamListener | null = null;
const kept: Told[] = [];

/** Lets this browser in and follows the stream. What comes before somebody listens is kept, in order. */
export function begin(): Promise<LiveStream> {
  begun ??= beginNow();
  return begun;
}

/** Tells what is kept, at once, and from then on whatever comes. */
export function listenToStream(own: StreamListener): Promise<LiveStream> {
  listener = own;
  for (const told of kept.splice(0)) told(own);
  return begin();
}

async function beginNow(): Promise<LiveStream> {
  const onProblem = (): void => tell((to) => to.onProblem());
  startWorker();
  await enter(createClient({ baseUrl: '', headers: authHeaders, check: lateReplyCheck(onProblem) }));
  return followStream({
    headers: authHeaders,
    onEvents: (arrived) => tell((to) => to.onEvents(arrived)),
    onState: (state) => tell((to) => to.onState(state)),
    onProblem,
  });
}

function tell(told: Told): void {
  if (listener === null) kept.push(told);
  else told(listener);
}
