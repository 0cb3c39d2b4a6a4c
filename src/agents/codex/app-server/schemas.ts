import { z } from 'zod';

/**
 * The parts of the app-server's words that AMC reads, loose on purpose: unknown fields pass, and only what AMC cannot
 * do without is required. Facts and their evidence: ../FORMAT.md (contract of 0.169.0).
 */
export const RpcId = z.union([z.string(), z.number()]);
export type RpcId = z.infer<typeof RpcId>;

const text = z.string().nullish();
const seconds = z.number().nullish();
const milliseconds = z.number().nullish();

/** `notLoaded | idle | systemError | active`; whatever else a newer server says passes as text. */
export const ThreadStatus = z.looseObject({ type: z.string(), activeFlags: z.array(z.string()).nullish() });
export type ThreadStatus = z.infer<typeof ThreadStatus>;

export const Thread = z.looseObject({
  id: z.string().min(1),
  ephemeral: z.boolean().nullish(),
  /** The conversation it belongs to: of a subagent that of the person's thread. */
  sessionId: text,
  parentThreadId: text,
  agentNickname: text,
  path: text,
  cwd: text,
  model: text,
  reasoningEffort: text,
  name: text,
  preview: text,
  cliVersion: text,
  source: z.unknown().optional(),
  gitInfo: z.looseObject({ branch: text }).nullish(),
  createdAt: seconds,
  updatedAt: seconds,
  status: ThreadStatus.nullish(),
});
export type Thread = z.infer<typeof Thread>;

/** A thing in a turn. Everything beyond `type` and `id` depends on the type, which may be one AMC has never heard of. */
export const Item = z.looseObject({ type: z.string(), id: z.string() });
export type Item = z.infer<typeof Item>;

export const Turn = z.looseObject({
  id: z.string(),
  status: text,
  items: z.array(z.unknown()).nullish(),
  error: z.looseObject({ message: text, codexErrorInfo: z.unknown().optional() }).nullish(),
  startedAt: seconds,
  completedAt: seconds,
});
export type Turn = z.infer<typeof Turn>;

export const InitializeReply = z.looseObject({ userAgent: text, codexHome: text });
export const LoadedReply = z.looseObject({ data: z.array(z.string()), nextCursor: text });
export const ThreadReply = z.looseObject({ thread: Thread });
export const ResumeReply = z.looseObject({
  thread: Thread,
  model: text,
  initialTurnsPage: z.looseObject({ data: z.array(Turn) }).nullish(),
});
export type ResumeReply = z.infer<typeof ResumeReply>;
export const ModelsReply = z.looseObject({
  data: z.array(
    z.looseObject({
      model: z.string(),
      displayName: text,
      hidden: z.boolean().nullish(),
      supportedReasoningEfforts: z.array(z.looseObject({ reasoningEffort: z.string() })).nullish(),
    }),
  ),
  nextCursor: text,
});
export const TurnsReply = z.looseObject({ data: z.array(Turn) });
export const TurnReply = z.looseObject({ turn: Turn });

const inThread = { threadId: z.string() };

/** Notifications AMC reads. All others are counted and passed over. */
export const notifications = {
  'thread/started': z.looseObject({ thread: Thread }),
  'thread/closed': z.looseObject(inThread),
  'thread/archived': z.looseObject(inThread),
  'thread/deleted': z.looseObject(inThread),
  'thread/status/changed': z.looseObject({ ...inThread, status: ThreadStatus }),
  'thread/name/updated': z.looseObject({ ...inThread, threadName: text }),
  'turn/started': z.looseObject({ ...inThread, turn: Turn }),
  'turn/completed': z.looseObject({ ...inThread, turn: Turn }),
  'item/started': z.looseObject({ ...inThread, turnId: text, item: Item, startedAtMs: milliseconds }),
  'item/completed': z.looseObject({ ...inThread, turnId: text, item: Item, completedAtMs: milliseconds }),
  'item/agentMessage/delta': z.looseObject({ ...inThread, itemId: z.string(), delta: z.string() }),
  'item/reasoning/summaryTextDelta': z.looseObject({
    ...inThread,
    itemId: z.string(),
    delta: z.string(),
    summaryIndex: z.number().nullish(),
  }),
  'item/commandExecution/outputDelta': z.looseObject({ ...inThread, itemId: z.string(), delta: z.string() }),
  'item/fileChange/patchUpdated': z.looseObject({ ...inThread, itemId: z.string(), changes: z.array(z.unknown()) }),
  'thread/settings/updated': z.looseObject({ ...inThread, threadSettings: z.looseObject({}) }),
  'account/rateLimits/updated': z.looseObject({ rateLimits: z.looseObject({}) }),
  'serverRequest/resolved': z.looseObject({ ...inThread, requestId: RpcId }),
} as const;
export type NotificationMethod = keyof typeof notifications;
export type Notification = {
  [M in NotificationMethod]: { method: M; params: z.infer<(typeof notifications)[M]>; at: number };
}[NotificationMethod];

export type ParsedNotification =
  | { kind: 'known'; notification: Notification }
  | { kind: 'unknown' }
  | { kind: 'malformed'; reason: string };

/** Checks a notification. `at`: ms since the epoch, by the server's clock (`emittedAtMs`) where it says. */
export function parseNotification({
  method,
  params,
  at,
}: {
  method: string;
  params: unknown;
  at: number;
}): ParsedNotification {
  if (!isKnown(method)) return { kind: 'unknown' };
  const parsed = notifications[method].safeParse(params);
  if (!parsed.success) return { kind: 'malformed', reason: `${method}: ${whatIsWrong(parsed.error)}` };
  // The schema of `method` made `params`: the pair is one of the union, which the compiler cannot follow through the index.
  return { kind: 'known', notification: { method, params: parsed.data, at } as Notification };
}

/** The first complaint, with its place. */
export function whatIsWrong(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'not understood' : `${issue.path.join('.') || 'message'}: ${issue.message}`;
}

function isKnown(method: string): method is NotificationMethod {
  return Object.hasOwn(notifications, method);
}
