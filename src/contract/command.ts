import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { SessionKey } from './session.ts';

/** Answer to one question: chosen labels, free text, or both where the agent takes both. */
export const QuestionAnswer = z.object({
  labels: z.array(z.string()).default([]),
  text: z.string().optional(),
});
export type QuestionAnswer = z.infer<typeof QuestionAnswer>;

/** What a person asks AMC to do. */
export const Action = z.discriminatedUnion('type', [
  z.object({ type: z.literal('prompt'), text: z.string().min(1).max(1_000_000) }),
  z.object({ type: z.literal('answer'), requestId: z.string(), answers: z.record(z.string(), QuestionAnswer) }),
  z.object({
    type: z.literal('approve'),
    requestId: z.string(),
    choiceId: z.string().optional().meta({ description: "One of the request's choices; default: its first `allow`" }),
  }),
  z.object({ type: z.literal('deny'), requestId: z.string(), message: z.string().optional() }),
  z.object({ type: z.literal('interrupt') }),
]);
export type Action = z.infer<typeof Action>;
export type ActionType = Action['type'];

export const DeliveryState = z.enum(['queued', 'delivering', 'accepted', 'confirmed', 'refused', 'failed', 'unknown']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Why a delivery ended as it did. `code` is stable, `message` is for a person, `next` says what to do. */
export const DeliveryReason = z.object({ code: z.string(), message: z.string(), next: z.string().optional() });
export type DeliveryReason = z.infer<typeof DeliveryReason>;

export const Delivery = z.object({
  state: DeliveryState,
  via: z.string().optional().meta({ description: 'The channel taken, e.g. `claude-relay`, `codex-server`, `tmux`' }),
  reason: DeliveryReason.optional(),
  evidence: Evidence.optional().meta({ description: "Present when `confirmed`: the agent's own record" }),
  steps: z.array(z.object({ state: DeliveryState, at: z.number(), note: z.string().optional() })),
});
export type Delivery = z.infer<typeof Delivery>;

export const Command = z.object({
  id: z.string(),
  sessionKey: SessionKey,
  action: Action,
  createdAt: z.number(),
  delivery: Delivery,
});
export type Command = z.infer<typeof Command>;

export const NewCommand = z.object({
  sessionKey: SessionKey,
  action: Action,
  idempotencyKey: z.string().min(8).max(100).optional().meta({ description: 'The same key never runs twice' }),
});
export type NewCommand = z.infer<typeof NewCommand>;
