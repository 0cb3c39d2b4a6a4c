import type { SessionRef } from '../../contract/session.ts';
import type { Observation, ObservationSink } from '../../core/observation.ts';

/** An observation of a session that is known from where it is told. */
export type Told = Observation extends infer O ? (O extends Observation ? Omit<O, 'session'> : never) : never;
export type Tell = (told: Told) => void;

export function tellOf(session: SessionRef, sink: ObservationSink): Tell {
  return (told) => sink({ ...told, session });
}
