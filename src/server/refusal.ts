import type { Fault } from '../contract/errors.ts';

/** Why a request is not served, before it is rendered. `message` never repeats what the client sent. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  next?: string;
  /** Default: `user`. */
  fault?: Fault;
  issues?: readonly { path: string; message: string }[];
  /** Where in the text that was sent, in characters. */
  place?: { from: number; to: number };
  headers?: Readonly<Record<string, string>>;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
