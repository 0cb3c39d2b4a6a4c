import { z } from 'zod';
import { Actor, DeliveryReason, DeliveryState } from './command.ts';
import { Evidence } from './evidence.ts';
import { SessionKey } from './session.ts';

/** One line of the audit log: a step of a command, as it happened. Lines are only ever added. */
export const AuditEntry = z.object({
  seq: z.number().meta({ description: 'Grows by one a line' }),
  at: z.number().meta({ description: 'ms since the epoch' }),
  commandId: z.string(),
  sessionKey: SessionKey,
  sessionTitle: z.string().optional(),
  actor: Actor.optional(),
  what: z.string().meta({ description: 'The action in one line, e.g. `prompt: run the tests`' }),
  state: DeliveryState,
  via: z.string().optional(),
  note: z.string().optional(),
  reason: DeliveryReason.optional(),
  evidence: Evidence.optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditPage = z.object({
  entries: z.array(AuditEntry).meta({ description: 'Newest first' }),
  next: z.number().optional().meta({ description: 'The `before` of the next page; absent: this is the last' }),
});
export type AuditPage = z.infer<typeof AuditPage>;
