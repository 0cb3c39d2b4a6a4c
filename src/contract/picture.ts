import { z } from 'zod';

/** A picture as an agent's record holds it. Only kinds that can hold nothing but a picture. */
export const Picture = z.object({
  type: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
  base64: z.string(),
});
export type Picture = z.infer<typeof Picture>;
