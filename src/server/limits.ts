import { routes } from '../contract/routes.ts';

/** What one client may cost the server. Bytes and milliseconds. */
export interface Limits {
  urlBytes: number;
  /** A prompt may be 1 MB of text; JSON escapes and the envelope need some more. */
  bodyBytes: number;
  /** A file that goes with a prompt: 10 MB as base64, and the envelope. */
  uploadBytes: number;
  /** Time for the header block to arrive. */
  headersTimeoutMs: number;
  /** Time for the whole request to arrive; says nothing of the reply, so streams may stay open. */
  requestTimeoutMs: number;
  /** How often the two timeouts above are looked at. */
  timeoutCheckMs: number;
  /** Idle time after which a connection that is kept for reuse is closed. */
  keepAliveTimeoutMs: number;
  connections: number;
  /** A stream whose reader lags behind by more than this is cut; it resumes by id. */
  streamBacklogBytes: number;
  streamHeartbeatMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  urlBytes: 8 * 1024,
  bodyBytes: 1_250_000,
  uploadBytes: 14_000_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  timeoutCheckMs: 2_000,
  keepAliveTimeoutMs: 30_000,
  connections: 64,
  streamBacklogBytes: 4 * 1024 * 1024,
  streamHeartbeatMs: 15_000,
};

/** What a body sent to this path may weigh. */
export function bodyLimit(path: string, { bodyBytes, uploadBytes }: Pick<Limits, 'bodyBytes' | 'uploadBytes'>): number {
  return path === routes.uploadAttachment.path ? uploadBytes : bodyBytes;
}
