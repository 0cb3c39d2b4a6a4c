import { z } from 'zod';

/** Colours a person can give a session; each has its place in both themes. */
export const MarkColour = z.enum(['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'magenta']);
export type MarkColour = z.infer<typeof MarkColour>;

/** What a person put on a session in AMC. The agent knows nothing of it. */
export const Marks = z.object({
  pinned: z.literal(true).optional(),
  name: z.string().optional().meta({ description: 'What it is called in AMC instead of its title' }),
  colour: MarkColour.optional(),
  snoozedUntil: z.number().optional().meta({
    description: 'ms since the epoch; absent as soon as it is over, or when the session asked something new meanwhile',
  }),
});
export type Marks = z.infer<typeof Marks>;

/** A change of marks: absent stays, null is taken off. `dismissed`: out of sight until it shows new activity. */
export const MarksChange = z.object({
  pinned: z.boolean().optional(),
  name: z.string().trim().min(1).max(200).nullable().optional(),
  colour: MarkColour.nullable().optional(),
  snoozedUntil: z.number().int().positive().nullable().optional(),
  dismissed: z.boolean().optional(),
});
export type MarksChange = z.infer<typeof MarksChange>;
