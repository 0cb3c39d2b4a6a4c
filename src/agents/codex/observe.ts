import type { Observation } from '../../core/observation.ts';

/** An observation before session and agent are added. */
export type News = Observation extends infer O ? (O extends Observation ? Omit<O, 'session'> : never) : never;

/** Where the parts of this adapter put what they see of one thread. */
export type Tell = (news: News) => void;

const PREVIEW_LENGTH = 200;

/** The start of what an agent said, for `said`; null when nothing can be read. */
export function previewOf(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return trimmed.length > PREVIEW_LENGTH ? `${trimmed.slice(0, PREVIEW_LENGTH - 1)}…` : trimmed;
}

const TITLE_LENGTH = 80;

/** A first prompt as a title: its first line, cut. */
export function titleOf(text: string): string | null {
  const line =
    text
      .split('\n')
      .find((candidate) => candidate.trim() !== '')
      ?.trim() ?? '';
  if (line === '') return null;
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1)}…` : line;
}
