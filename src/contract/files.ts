import { z } from 'zod';

/** A file that a session wrote or edited, by its own records. Newest first. */
export const TouchedFile = z.object({
  path: z.string(),
  edits: z.number(),
  added: z.number().nullable().meta({ description: 'Lines; null: the record does not tell' }),
  removed: z.number().nullable(),
  created: z.boolean(),
  lastAt: z.number().optional(),
  offset: z.number().meta({ description: 'Of the newest item that touched it, in its conversation' }),
  agentId: z.string().optional().meta({ description: 'The subagent that did' }),
});
export type TouchedFile = z.infer<typeof TouchedFile>;

export const TouchedFiles = z.object({
  files: z.array(TouchedFile),
  complete: z.boolean().meta({ description: 'False: not all of the conversation was looked at' }),
});
export type TouchedFiles = z.infer<typeof TouchedFiles>;
