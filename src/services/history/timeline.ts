import type { Span, Timeline } from '../../contract/usage.ts';
import { timelineOf } from '../../core/timeline.ts';
import { waitsOf, withWaits, type WaitMark } from '../../core/usage/waits.ts';

export interface TimelineInputs {
  /** Of the transcript. */
  spans: readonly Span[];
  /** Of hooks, in the order of their time. */
  marks: readonly WaitMark[];
  /** Now, of a session that goes on; else when it ended: what is open then is over. */
  until: number;
  live: boolean;
}

/** What a session did when, with the waits for permissions that its transcript does not tell of. */
export function sessionTimeline({ spans, marks, until, live }: TimelineInputs): Timeline {
  const all = withWaits(spans, waitsOf(marks), until);
  const timeline = timelineOf(live ? all : all.map((span) => ended(span, until)), until);
  return { ...timeline, spans: [...timeline.spans] };
}

function ended(span: Span, until: number): Span {
  return span.to === null ? { ...span, to: Math.max(span.from, until) } : span;
}
