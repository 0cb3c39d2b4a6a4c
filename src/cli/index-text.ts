import type { IndexProgress } from '../contract/history.ts';
import { ageOf } from './format.ts';

const STATES = {
  listing: 'AMC is looking for what agents wrote',
  indexing: 'The index is being built',
  ready: 'The index is complete',
  paused: 'The index is paused',
  failed: 'The index does not work',
} as const satisfies Record<IndexProgress['state'], string>;

/** How far the index is, in a few lines. */
export function indexText({ state, files, bytes, etaMs, unreadable, problem }: IndexProgress): string {
  const amount =
    state === 'ready'
      ? `${count(files.known)} files, ${size(bytes.known)}`
      : `${count(files.read)} of ${count(files.known)} files, ${size(bytes.read)} of ${size(bytes.known)}`;
  const eta = etaMs === null || state === 'ready' ? '' : `, about ${ageOf(0, etaMs)} to go`;
  return [
    `${STATES[state]}: ${amount}${eta}.`,
    ...(unreadable === 0 ? [] : [`  ! ${count(unreadable)} files cannot be read now.`]),
    ...(problem === null ? [] : [`  ! ${problem}`]),
  ].join('\n');
}

function count(value: number): string {
  return value.toLocaleString('en');
}

/** `812 B`, `3.4 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[power]}`;
}
