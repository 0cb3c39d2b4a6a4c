import type { StretchLimits } from './stretch.ts';

export interface IngestTuning extends StretchLimits {
  /** Files held open at most. */
  openFiles: number;
  /** A file that is written to all the time is read once in so long. */
  paceMs: number;
  /** Reading goes on for so long before others come in. */
  sliceMs: number;
  rescanMs: number;
  tickMs: number;
  maxWatches: number;
  /** After a problem of the index it is tried again so much later. */
  retryMs: number;
  /** A second thread helps while more than this is to be read, bytes. */
  helperBytes: number;
}

export const TUNING: IngestTuning = {
  stretchBytes: 4 * 1024 * 1024,
  maxLineBytes: 8 * 1024 * 1024,
  openFiles: 64,
  paceMs: 250,
  sliceMs: 8,
  rescanMs: 30_000,
  tickMs: 5_000,
  maxWatches: 4_096,
  retryMs: 5_000,
  helperBytes: 64 * 1024 * 1024,
};
