/** `2026-11-22T07:31:29.971Z`, as Codex writes every time. */
const LENGTH = 24;
const MINUTE_MS = 60_000;

let day = '';
let dayStart = Number.NaN;

/** A time of a rollout in ms since the epoch; null when it is none. Lines lie together in time: days are kept. */
export function timeOf(text: string): number | null {
  if (text.length !== LENGTH || text.charCodeAt(23) !== 0x5a || text.charCodeAt(19) !== 0x2e) return anyTime(text);
  const date = text.slice(0, 10);
  if (date !== day) {
    day = date;
    dayStart = Date.parse(date);
  }
  const hours = two(text, 11);
  const minutes = two(text, 14);
  const seconds = two(text, 17);
  const ms = two(text, 20) * 10 + digit(text, 22);
  const at = dayStart + (hours * 60 + minutes) * MINUTE_MS + seconds * 1000 + ms;
  return at >= 0 && hours < 24 && minutes < 60 && seconds < 61 ? at : anyTime(text);
}

function anyTime(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function two(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
