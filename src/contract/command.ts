import { z } from 'zod';
import { Evidence } from './evidence.ts';
import { SessionKey } from './session.ts';

/** Answer to one question: chosen labels, free text, or both where the agent takes both. */
export const QuestionAnswer = z.object({
  labels: z.array(z.string()).default([]),
  text: z.string().optional(),
  note: z.string().optional().meta({ description: 'A remark beside the answer, where the agent takes one' }),
});
export type QuestionAnswer = z.infer<typeof QuestionAnswer>;

/** A file that goes with a prompt. What was pasted into the page is uploaded first (`uploadAttachment`). */
export const Attachment = z.object({ path: z.string().meta({ description: 'Absolute, on the machine AMC runs on' }) });
export type Attachment = z.infer<typeof Attachment>;

/** What a person asks AMC to do. An elicitation form is answered like questions: its fields' ids, text or labels. */
export const Action = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('prompt'),
    text: z.string().min(1).max(1_000_000),
    attachments: z.array(Attachment).max(20).optional(),
    when: z.enum(['now', 'after_turn']).optional().meta({
      description:
        '`after_turn`: AMC keeps it until the session is idle. Default: now; an agent may queue it by itself',
    }),
  }),
  z.object({ type: z.literal('answer'), requestId: z.string(), answers: z.record(z.string(), QuestionAnswer) }),
  z.object({
    type: z.literal('approve'),
    requestId: z.string(),
    choiceId: z.string().optional().meta({ description: "One of the request's choices; default: its first `allow`" }),
  }),
  z.object({
    type: z.literal('deny'),
    requestId: z.string(),
    choiceId: z.string().optional().meta({ description: 'Default: its first `deny`' }),
    message: z.string().optional(),
  }),
  z.object({ type: z.literal('interrupt') }),
  z.object({ type: z.literal('mode'), mode: z.string().min(1) }),
  z.object({ type: z.literal('model'), model: z.string().min(1), effort: z.string().min(1).optional() }),
  z.object({ type: z.literal('compact'), instructions: z.string().optional() }),
  z.object({ type: z.literal('clear') }),
  z.object({ type: z.literal('rename'), title: z.string().trim().min(1).max(200) }),
  z.object({ type: z.literal('close') }),
]);
export type Action = z.infer<typeof Action>;
export type ActionType = Action['type'];

/** Who asked for it, and from where. Written down with every command. */
export const Actor = z.object({
  by: z.enum(['page', 'cli', 'api', 'original']).meta({ description: '`original`: the routes of the first AMC' }),
  address: z.string().optional().meta({ description: 'The peer’s address as the server saw it' }),
  client: z.string().optional().meta({ description: 'Its user agent' }),
});
export type Actor = z.infer<typeof Actor>;

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
  actor: Actor.optional(),
  sendAt: z
    .number()
    .optional()
    .meta({ description: 'Kept until then so that it can be taken back; ms since the epoch' }),
  delivery: Delivery,
});
export type Command = z.infer<typeof Command>;

export const NewCommand = z.object({
  sessionKey: SessionKey,
  action: Action,
  holdMs: z
    .number()
    .int()
    .min(0)
    .max(60_000)
    .optional()
    .meta({ description: 'Undo window: how long it can be taken back' }),
  idempotencyKey: z.string().min(8).max(100).optional().meta({ description: 'The same key never runs twice' }),
});
export type NewCommand = z.infer<typeof NewCommand>;
