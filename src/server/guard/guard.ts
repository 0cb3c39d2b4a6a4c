import { refused, type Checked, type Refusal } from '../refusal.ts';
import type { RequestFacts } from './facts.ts';
import { checkFetchMetadata } from './fetch-metadata.ts';
import { checkHost, ownAuthorities } from './host.ts';
import { checkOrigin } from './origin.ts';
import { checkContent, checkMethod, checkRepeatedHeaders } from './shape.ts';
import { decodeTarget } from './target.ts';

export interface GuardPolicy {
  /** The port the server listens on. */
  port: number;
  urlBytes: number;
  /** What a body sent to this path may weigh. */
  bodyBytes: (path: string) => number;
}

/**
 * The one guard in front of every byte path: API, stream, page and upgrade. Pure; looks at the request line and the
 * headers only. The value is the decoded path.
 */
export function guard(facts: RequestFacts, policy: GuardPolicy): Checked<string> {
  const target = decodeTarget(facts.target, { maxBytes: policy.urlBytes });
  const refusal =
    checkHost(facts, ownAuthorities(policy.port)) ??
    checkRepeatedHeaders(facts) ??
    checkOrigin(facts) ??
    checkFetchMetadata(facts) ??
    checkMethod(facts) ??
    (target.ok ? null : target.refusal) ??
    checkContent(facts, { maxBytes: policy.bodyBytes(target.ok ? target.value : '') }) ??
    checkUpgrade(facts);
  return refusal === null ? target : refused(refusal);
}

/** Nothing here speaks another protocol. */
function checkUpgrade({ upgrade, header }: RequestFacts): Refusal | null {
  if (!upgrade) return null;
  return header('upgrade')[0]?.toLowerCase() === 'websocket'
    ? { status: 426, code: 'upgrade_refused', message: 'There is no WebSocket here; use GET /api/stream.' }
    : { status: 400, code: 'upgrade_refused', message: 'This protocol is not spoken here.' };
}
