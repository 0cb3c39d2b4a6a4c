import type { EvidenceSource } from '../contract/evidence.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { RequestKind } from '../contract/request.ts';
import type { Problem, SessionKey, SessionRef, Status } from '../contract/session.ts';
import type { Activity, ObservedRequest, ProcessId, SessionFacts } from './observation.ts';

/** The newest word of one source on what the session does. */
export interface Claim {
  activity: Activity;
  at: number;
  detail: string;
  doing?: string;
}

export interface OpenRequest {
  request: ObservedRequest;
  evidence: Evidence;
}

/** How a request ended, as far as a source said: what a late answer is told. */
export interface ClosedRequest {
  id: string;
  kind: RequestKind | null;
  by: 'amc' | 'elsewhere' | 'unknown';
  at: number;
  detail: string;
}

/** What the sources know of the process: never heard of one, this one, or gone. */
export type ProcessState =
  | { known: 'never' }
  | { known: 'running'; process: ProcessId; source: EvidenceSource; at: number }
  | { known: 'gone'; source: EvidenceSource; at: number; detail: string };

/** All that AMC holds true of one session. Replaced, never changed in place. */
export interface SessionState {
  key: SessionKey;
  ref: SessionRef;
  facts: SessionFacts;
  process: ProcessState;
  claims: Readonly<Partial<Record<EvidenceSource, Claim>>>;
  requests: readonly OpenRequest[];
  /** The last requests that were closed, so that a late or repeated opening is no news. */
  closedRequests: readonly ClosedRequest[];
  status: Status;
  said?: { preview: string; at: number };
  lastActivityAt: number;
  lastEvent?: string;
  problems: readonly Problem[];
  conversationRev: number;
}

export const CLOSED_REQUESTS_KEPT = 200;
export const PROBLEMS_KEPT = 20;
