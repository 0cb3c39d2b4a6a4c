import type { Evidence, EvidenceSource } from '../contract/evidence.ts';
import type { Problem, SessionRef } from '../contract/session.ts';
import type { ObservedRequest, ProcessId, SessionFacts } from './observation.ts';
import type { Claim, ClosedRequest } from './state.ts';

/** What an observation changed. No event: it was no news. */
export type SessionEvent =
  | { type: 'session_found'; ref: SessionRef; source: EvidenceSource; at: number }
  | { type: 'facts_learned'; facts: SessionFacts }
  | { type: 'process_found'; process: ProcessId; source: EvidenceSource; at: number }
  | { type: 'process_lost'; source: EvidenceSource; at: number; detail: string }
  | { type: 'claimed'; source: EvidenceSource; claim: Claim; eventName: string | null }
  | { type: 'said'; preview: string; at: number }
  | { type: 'request_opened'; request: ObservedRequest; evidence: Evidence }
  | { type: 'request_closed'; closed: ClosedRequest }
  | { type: 'prompt_taken'; at: number }
  | { type: 'conversation_grew'; at: number }
  | { type: 'problem_found'; problem: Problem };
