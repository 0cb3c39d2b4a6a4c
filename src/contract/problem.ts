import { z } from 'zod';
import { FAULTS } from './errors.ts';

/** RFC 9457 problem+json, as every product route answers an error. */
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string().meta({ description: 'Stable' }),
  fault: z.enum(FAULTS),
  detail: z.string().optional().meta({ description: 'What happened and why' }),
  next: z.string().optional().meta({ description: 'What to do now' }),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  place: z
    .object({ from: z.number(), to: z.number() })
    .optional()
    .meta({ description: 'Where in the text that was sent, in characters' }),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;
