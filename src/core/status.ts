import type { Evidence, EvidenceSource } from '../contract/evidence.ts';
import type { StatusValue } from '../contract/session.ts';
import type { Activity } from './observation.ts';
import type { Claim, SessionState } from './state.ts';

/** What the status is and why, leaving out since when (`project` keeps that while the value stays). */
export interface DerivedStatus {
  value: StatusValue;
  evidence: Evidence;
}

/** Sources that watch the agent itself; the newest of their claims wins. The rest count only where these are silent. */
const FIRST_HAND: readonly EvidenceSource[] = ['app_server', 'registry', 'hook', 'transcript'];
const SECOND_HAND: readonly EvidenceSource[] = ['screen', 'process', 'legacy'];

const VALUE_OF: Record<Activity, StatusValue> = {
  starting: 'starting',
  working: 'working',
  waiting: 'needs_attention',
  idle: 'idle',
  ended: 'ended',
  unknown: 'unknown',
};

type StatusInputs = Pick<SessionState, 'process' | 'claims' | 'requests' | 'lastActivityAt'>;

/**
 * The status, from evidence only: a process that is gone ends the session, whatever files still say; an open request
 * needs a person; otherwise the newest first-hand claim; otherwise the newest second-hand one; otherwise unknown.
 */
export function deriveStatus(state: StatusInputs): DerivedStatus {
  const { process } = state;
  // A server can take up a session again whose own process has ended.
  const served = state.claims.app_server;
  const taken =
    process.known === 'gone' && served !== undefined && served.activity !== 'ended' && served.at > process.at;
  if (process.known === 'gone' && !taken) {
    return { value: 'ended', evidence: { source: process.source, at: process.at, detail: process.detail } };
  }
  const newest = newestClaim(state.claims, FIRST_HAND) ?? newestClaim(state.claims, SECOND_HAND);
  if (newest?.claim.activity === 'ended' && !(process.known === 'running' && process.at > newest.claim.at)) {
    return fromClaim(newest);
  }
  const oldestRequest = state.requests[0];
  if (oldestRequest !== undefined) return { value: 'needs_attention', evidence: oldestRequest.evidence };
  if (newest !== null && newest.claim.activity !== 'ended') return fromClaim(newest);
  return {
    value: 'unknown',
    evidence: { source: 'amc', at: state.lastActivityAt, detail: 'no source says what it is doing' },
  };
}

/** The live line: what the newest first-hand source says it is doing. */
export function deriveDoing(claims: SessionState['claims']): string | undefined {
  let best: Claim | null = null;
  for (const source of FIRST_HAND) {
    const claim = claims[source];
    if (claim?.activity !== 'working' || claim.doing === undefined) continue;
    if (best === null || claim.at >= best.at) best = claim;
  }
  return best?.doing;
}

interface SourcedClaim {
  source: EvidenceSource;
  claim: Claim;
}

/** On equal times the source named first wins. */
function newestClaim(claims: SessionState['claims'], sources: readonly EvidenceSource[]): SourcedClaim | null {
  let best: SourcedClaim | null = null;
  for (const source of sources) {
    const claim = claims[source];
    if (claim !== undefined && (best === null || claim.at > best.claim.at)) best = { source, claim };
  }
  return best;
}

function fromClaim({ source, claim }: SourcedClaim): DerivedStatus {
  return { value: VALUE_OF[claim.activity], evidence: { source, at: claim.at, detail: claim.detail } };
}
