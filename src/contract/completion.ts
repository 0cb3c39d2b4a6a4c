import { z } from 'zod';

/** `/`: commands and skills; `$`: skills of Codex; `@`: files of the project. */
export const CompletionTrigger = z.enum(['/', '$', '@']);
export type CompletionTrigger = z.infer<typeof CompletionTrigger>;

export const Completion = z.object({
  insert: z.string().meta({
    description:
      'What stands in the text then instead of the trigger and what was typed behind it, without a blank behind',
  }),
  label: z.string(),
  detail: z.string().optional(),
  from: z.string().optional().meta({ description: 'Where it comes from, e.g. `project`, `user`, a plugin’s name' }),
});
export type Completion = z.infer<typeof Completion>;

export const CompletionReply = z.object({
  /** Which triggers this session's agent has at all. */
  triggers: z.array(CompletionTrigger),
  items: z.array(Completion),
  more: z.boolean().meta({ description: 'There are more than were given' }),
});
export type CompletionReply = z.infer<typeof CompletionReply>;
