import { UsageError } from './exit.ts';

export interface SplitOptions {
  /** Where the text is, when it is not among the words. */
  file?: string | undefined;
  /** It goes to all, so no word is a name. */
  all?: boolean | undefined;
  /** Something is piped in. */
  piped: boolean;
}

export interface Split {
  names: string[];
  source: { text: string } | { file: string };
}

/**
 * Names of sessions and the text behind them. The text comes from elsewhere with `--file`, with `-` as the last word, and
 * when something is piped in and there is only a name (or, for all, no word at all).
 */
export function splitWords(words: readonly string[], { file, all = false, piped }: SplitOptions): Split {
  const last = words.at(-1);
  if (file !== undefined) return { names: named(words, all), source: { file } };
  if (last === '-') return { names: named(words.slice(0, -1), all), source: { file: '-' } };
  if (piped && words.length === (all ? 0 : 1)) return { names: named(words, all), source: { file: '-' } };
  if (last === undefined || (!all && words.length === 1)) {
    throw unclear(last === undefined && !all ? 'Whom it goes to is missing.' : 'What should be sent is missing.');
  }
  return { names: named(words.slice(0, -1), all), source: { text: last } };
}

function named(names: readonly string[], all: boolean): string[] {
  if (all && names.length > 0) throw unclear('--all goes without names of sessions.');
  if (!all && names.length === 0) throw unclear('Whom it goes to is missing.');
  return [...names];
}

function unclear(message: string): UsageError {
  return new UsageError({
    code: 'send_unclear',
    message,
    next: "Nothing was sent. It is used so: amc send <session> 'text'",
  });
}
