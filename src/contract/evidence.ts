import { z } from 'zod';

/** Where a fact comes from, strongest last word on it first in `core/status.ts`. */
export const EvidenceSource = z.enum([
  'app_server',
  'registry',
  'hook',
  'transcript',
  'process',
  'screen',
  'legacy',
  'amc',
]);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/** Why AMC says what it says. `at` is when the fact became true, in ms since the epoch, by the source's own clock. */
export const Evidence = z.object({
  source: EvidenceSource,
  at: z.number(),
  detail: z
    .string()
    .meta({ description: 'One short sentence a person can check, e.g. "registry: waiting (permission prompt)"' }),
  recordId: z.string().optional().meta({ description: 'The agent’s own id of the record, where it has one' }),
});
export type Evidence = z.infer<typeof Evidence>;
