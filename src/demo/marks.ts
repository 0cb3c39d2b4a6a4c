import type { Marks, MarksChange } from '../contract/marks.ts';

/** Marks after a change: absent stays, null is taken off. */
export function changedMarks(marks: Marks, { pinned, name, colour, snoozedUntil }: MarksChange): Marks {
  const next: Marks = { ...marks };
  if (pinned === true) next.pinned = true;
  if (pinned === false) delete next.pinned;
  if (name === null) delete next.name;
  else if (name !== undefined) next.name = name;
  if (colour === null) delete next.colour;
  else if (colour !== undefined) next.colour = colour;
  if (snoozedUntil === null) delete next.snoozedUntil;
  else if (snoozedUntil !== undefined) next.snoozedUntil = snoozedUntil;
  return next;
}
