import { z } from 'zod';
import { Evidence } from './evidence.ts';

/** How an answer would travel, or why none can. */
export const AnswerPath = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('structured'), via: z.string() }),
  z.object({ channel: z.literal('keystrokes'), via: z.string() }),
  z.object({ channel: z.literal('none'), reason: z.string() }),
]);
export type AnswerPath = z.infer<typeof AnswerPath>;

/** One way to decide a permission or a plan. `id` goes back in the command; the adapter knows what it stands for. */
export const Choice = z.object({
  id: z.string(),
  label: z.string(),
  effect: z.enum(['allow', 'allow_always', 'deny', 'cancel']),
  takesMessage: z.boolean().default(false),
});
export type Choice = z.infer<typeof Choice>;

export const QuestionOption = z.object({
  label: z.string(),
  description: z.string().optional(),
  preview: z.string().optional(),
});

export const Question = z.object({
  id: z.string(),
  header: z.string().optional(),
  text: z.string(),
  multiSelect: z.boolean(),
  options: z.array(QuestionOption),
  takesFreeText: z.boolean(),
});
export type Question = z.infer<typeof Question>;

const base = {
  id: z.string(),
  openedAt: z.number().meta({ description: 'ms since the epoch' }),
  evidence: Evidence,
  answer: AnswerPath,
};

export const PermissionRequest = z.object({
  ...base,
  kind: z.literal('permission'),
  tool: z.string(),
  title: z.string().meta({ description: 'What it wants to do, in one line' }),
  reason: z.string().optional(),
  command: z.string().optional(),
  cwd: z.string().optional(),
  edits: z
    .array(z.object({ path: z.string(), before: z.string(), after: z.string() }))
    .optional()
    .meta({ description: 'The change to a file before it is applied' }),
  input: z.string().optional().meta({ description: 'The whole tool input as indented JSON, for everything else' }),
  choices: z.array(Choice),
});

export const QuestionRequest = z.object({ ...base, kind: z.literal('question'), questions: z.array(Question) });

export const PlanRequest = z.object({
  ...base,
  kind: z.literal('plan'),
  markdown: z.string().optional(),
  path: z.string().optional(),
  choices: z.array(Choice),
});

/** A request AMC can show but that has no more structure than text. */
export const TextRequest = z.object({
  ...base,
  kind: z.enum(['prose_question', 'trust', 'elicitation', 'error']),
  text: z.string(),
});

/** What an agent waits for. It can be answered once; its id survives restarts of AMC. */
export const Request = z.discriminatedUnion('kind', [PermissionRequest, QuestionRequest, PlanRequest, TextRequest]);
export type Request = z.infer<typeof Request>;
export type RequestKind = Request['kind'];
