import { InvalidArgumentError } from 'commander';

/** An option's value as a whole number, 0 too. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError(`Expected a whole number, got ${text}.`);
}

/** The same, above 0. */
export function countNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError(`Expected a whole number above 0, got ${text}.`);
}

/** A time in seconds, also in parts of one; as ms. */
export function secondsAsMs(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && value >= 0) return Math.round(value * 1_000);
  throw new InvalidArgumentError(`Expected a number of seconds, got ${text}.`);
}

/** For options that may be given several times. */
export function collect<T>(value: T, before: readonly T[] | undefined): T[] {
  return [...(before ?? []), value];
}
