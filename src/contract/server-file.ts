import { z } from 'zod';

/** `server.json` in the data directory, 0600, there while AMC runs: how tools on this machine reach it. */
export const ServerFile = z.object({
  url: z.url(),
  port: z.number().int(),
  pid: z.number().int(),
  token: z.string(),
  startedAt: z.number(),
  version: z.string(),
});
export type ServerFile = z.infer<typeof ServerFile>;
