import { z } from 'zod';
import { Evidence } from './evidence.ts';

/** How an answer would travel, or why none can. */
export const AnswerPath = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('structured'), via: z.string() }),
  z.object({ channel: z.literal('keystrokes'), via: z.string() }),
  z.object({
    channel: z.literal('none'),
    reason: z.string(),
    remedy: z
      .object({ text: z.string(), command: z.string().optional() })
      .optional()
      .meta({ description: 'What would make it answerable; `command` as it is typed in a shell' }),
  }),
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
  subagent: z.object({ id: z.string(), type: z.string().optional() }).optional(),
};

export const PermissionRequest = z.object({
  ...base,
  kind: z.literal('permission'),
  tool: z.string(),
  title: z.string().meta({ description: 'What it wants to do, in one line' }),
  reason: z.string().optional(),
  risks: z.array(z.string()).optional().meta({ description: 'What to look at twice, in words' }),
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

/** One field of a form. Its answer is text (numbers and `true`/`false` too), or the labels of chosen options. */
export const FormField = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string().optional(),
  type: z.enum(['text', 'number', 'integer', 'boolean', 'select', 'multi_select']),
  format: z.string().optional().meta({ description: 'As JSON Schema names it, e.g. `email`, `uri`, `date`' }),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  required: z.boolean(),
  initial: z.string().optional(),
});
export type FormField = z.infer<typeof FormField>;

/** An MCP server asks for something: a form, or a page to visit (`url`). */
export const ElicitationRequest = z.object({
  ...base,
  kind: z.literal('elicitation'),
  server: z.string(),
  text: z.string(),
  url: z.string().optional(),
  fields: z.array(FormField),
  choices: z.array(Choice),
});

/** A dialog that only the screen shows: trust in a folder, a start-up question. */
export const TrustRequest = z.object({ ...base, kind: z.literal('trust'), text: z.string(), choices: z.array(Choice) });

/** A reply that ends by asking; a prompt answers it. */
export const ProseQuestionRequest = z.object({ ...base, kind: z.literal('prose_question'), text: z.string() });

/** It cannot go on. */
export const ErrorRequest = z.object({
  ...base,
  kind: z.literal('error'),
  text: z.string(),
  cause: z.enum(['rate_limit', 'authentication', 'overloaded', 'billing', 'other']).optional(),
  resetsAt: z.number().optional().meta({ description: 'When a limit ends, ms since the epoch' }),
});

/** What an agent waits for. It can be answered once; its id survives restarts of AMC. */
export const Request = z.discriminatedUnion('kind', [
  PermissionRequest,
  QuestionRequest,
  PlanRequest,
  ElicitationRequest,
  TrustRequest,
  ProseQuestionRequest,
  ErrorRequest,
]);
export type Request = z.infer<typeof Request>;
export type RequestKind = Request['kind'];
