import { z } from 'zod';
import { AuditPage } from './audit.ts';
import { Command, NewCommand } from './command.ts';
import { CompletionReply, CompletionTrigger } from './completion.ts';
import { ConversationItem, ConversationPage } from './conversation.ts';
import { TouchedFiles } from './files.ts';
import { Health } from './health.ts';
import { HistoryDetail, HistoryPage, IndexFault, IndexProgress } from './history.ts';
import { MarksChange } from './marks.ts';
import { Picture } from './picture.ts';
import { PaneKeys, ScreenKeys } from './screen.ts';
import { SearchReply } from './search.ts';
import { Session } from './session.ts';
import { NotificationTarget, Settings } from './settings.ts';
import { Setup } from './setup.ts';
import { Timeline, UsageGroup, UsageReport } from './usage.ts';

export interface RouteSpec {
  method: 'GET' | 'POST';
  /** Hono path; parameters as `:name`. */
  path: string;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Reply of a 200; `null` where the reply is no JSON. */
  reply: z.ZodType | null;
}

const key = z.object({ key: z.string() });
const offset = z.coerce.number().int().nonnegative();

/** The product's own routes: the one table that the server, the typed client and OpenAPI are made from. */
export const routes = {
  health: { method: 'GET', path: '/api/health', summary: 'What AMC can see and what it cannot', reply: Health },
  sessions: {
    method: 'GET',
    path: '/api/sessions',
    summary: 'Every session, those that need you first',
    reply: z.object({ sessions: z.array(Session), serverTime: z.number() }),
  },
  session: { method: 'GET', path: '/api/sessions/:key', summary: 'One session', params: key, reply: Session },
  conversation: {
    method: 'GET',
    path: '/api/sessions/:key/conversation',
    summary: 'A page of its conversation; the newest one without a cursor',
    params: key,
    query: z.object({
      before: z.coerce.number().int().nonnegative().optional(),
      after: z.coerce.number().int().nonnegative().optional(),
      around: offset.optional().meta({ description: 'An item’s `offset`: a page with it in the middle' }),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      agentId: z.string().optional().meta({ description: 'A subagent’s conversation' }),
      branches: z.enum(['live', 'all']).default('live').meta({ description: '`all`: rewound branches too' }),
    }),
    reply: ConversationPage,
  },
  record: {
    method: 'GET',
    path: '/api/sessions/:key/records/:offset',
    summary: 'One record, whole: its items with nothing cut, and its raw text',
    params: z.object({ key: z.string(), offset }),
    query: z.object({
      agentId: z.string().optional(),
      pictures: z.enum(['with']).optional().meta({ description: 'The pictures it holds, too' }),
    }),
    reply: z.object({
      items: z.array(ConversationItem),
      raw: z.string().nullable().meta({ description: 'null: the source is gone' }),
      pictures: z.array(Picture).optional(),
    }),
  },
  timeline: {
    method: 'GET',
    path: '/api/sessions/:key/timeline',
    summary: 'What it did when: working, using tools, waiting for you',
    params: key,
    reply: Timeline,
  },
  exportSession: {
    method: 'GET',
    path: '/api/sessions/:key/export',
    summary: 'The whole conversation as a file',
    params: key,
    query: z.object({ format: z.enum(['markdown', 'html', 'json']).default('markdown') }),
    reply: null,
  },
  history: {
    method: 'GET',
    path: '/api/history',
    summary: 'Every session that was ever written down, newest first',
    query: z.object({
      cursor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(20_000).default(100),
      agent: z.string().optional(),
      project: z.string().optional(),
      text: z.string().optional().meta({ description: 'Words of the title, the first prompt or the folder' }),
      deleted: z.enum(['only']).optional().meta({ description: 'Sessions whose source is gone' }),
    }),
    reply: HistoryPage,
  },
  historyEntry: {
    method: 'GET',
    path: '/api/history/:key',
    summary: 'Everything the index knows of one session',
    params: key,
    reply: HistoryDetail,
  },
  search: {
    method: 'GET',
    path: '/api/search',
    summary: 'Full text over everything agents wrote (see docs/search.md)',
    query: z.object({
      q: z.string(),
      cursor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    reply: SearchReply,
  },
  usage: {
    method: 'GET',
    path: '/api/usage',
    summary: 'Tokens and cost, grouped',
    query: z.object({
      by: z
        .string()
        .default('day')
        .transform((text) => text.split(','))
        .pipe(z.array(UsageGroup)),
      from: z.coerce.number().optional().meta({ description: 'ms since the epoch' }),
      to: z.coerce.number().optional(),
      project: z.string().optional(),
      session: z.string().optional(),
      zone: z.string().optional().meta({ description: 'IANA name; default the server’s' }),
    }),
    reply: UsageReport,
  },
  index: { method: 'GET', path: '/api/index', summary: 'How far the index is', reply: IndexProgress },
  verifyIndex: {
    method: 'POST',
    path: '/api/index/verify',
    summary: 'Check the index against the files; slow',
    body: z.object({}),
    reply: z.object({ faults: z.array(IndexFault), checkedFiles: z.number() }),
  },
  rebuildIndex: {
    method: 'POST',
    path: '/api/index/rebuild',
    summary: 'Read everything again; the text of deleted sources stays',
    body: z.object({}),
    reply: IndexProgress,
  },
  forgetDeleted: {
    method: 'POST',
    path: '/api/index/forget',
    summary: 'Forget what is kept of sources that are gone: of all, or of one session',
    body: z.object({ session: z.string().optional() }),
    reply: z.object({ forgotten: z.number() }),
  },
  dismiss: {
    method: 'POST',
    path: '/api/sessions/:key/dismiss',
    summary: 'Hide a session until it shows new activity',
    params: key,
    body: z.object({}),
    reply: z.object({ ok: z.literal(true) }),
  },
  sendCommand: {
    method: 'POST',
    path: '/api/commands',
    summary: 'Ask AMC to do something to a session; answers at once, the delivery follows on the stream',
    body: NewCommand,
    reply: Command,
  },
  command: {
    method: 'GET',
    path: '/api/commands/:id',
    summary: 'A command and its delivery; waits up to `waitMs` for it to be settled',
    params: z.object({ id: z.string() }),
    query: z.object({ waitMs: z.coerce.number().int().min(0).max(60_000).default(0) }),
    reply: Command,
  },
  cancelCommand: {
    method: 'POST',
    path: '/api/commands/:id/cancel',
    summary: 'Take back a command of which nothing has been sent yet',
    params: z.object({ id: z.string() }),
    body: z.object({}),
    reply: Command,
  },
  audit: {
    method: 'GET',
    path: '/api/audit',
    summary: 'Every command and what became of it, step by step, newest first',
    query: z.object({
      before: offset.optional().meta({ description: 'A `seq`' }),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      session: z.string().optional(),
      command: z.string().optional(),
    }),
    reply: AuditPage,
  },
  uploadAttachment: {
    method: 'POST',
    path: '/api/attachments',
    summary: 'Lay down a file that will go with a prompt; it is kept for a week',
    body: z.object({ name: z.string().max(200), base64: z.string() }),
    reply: z.object({ path: z.string(), bytes: z.number() }),
  },
  mark: {
    method: 'POST',
    path: '/api/sessions/:key/marks',
    summary: 'Pin, name, colour, snooze or dismiss a session in AMC, or take that back',
    params: key,
    body: MarksChange,
    reply: z.object({ ok: z.literal(true) }),
  },
  touchedFiles: {
    method: 'GET',
    path: '/api/sessions/:key/files',
    summary: 'The files it wrote or edited',
    params: key,
    reply: TouchedFiles,
  },
  completions: {
    method: 'GET',
    path: '/api/sessions/:key/completions',
    summary: 'What can stand behind a trigger in a prompt to it',
    params: key,
    query: z.object({
      trigger: CompletionTrigger,
      text: z.string().max(500).default('').meta({ description: 'What was typed behind the trigger' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: CompletionReply,
  },
  screen: {
    method: 'GET',
    path: '/api/sessions/:key/screen',
    summary: 'Its pane, live: server-sent events (see ScreenEvent)',
    params: key,
    reply: null,
  },
  screens: {
    method: 'GET',
    path: '/api/screens',
    summary: 'The panes of several sessions by one connection, live: server-sent events (see ScreensEvent)',
    query: z.object({ keys: ScreenKeys }),
    reply: null,
  },
  typeKeys: {
    method: 'POST',
    path: '/api/sessions/:key/keys',
    summary: 'Type into its pane by hand; refused unless the pane is proven to hold the agent',
    params: key,
    body: PaneKeys,
    reply: z.object({ ok: z.boolean(), reason: z.string().optional() }),
  },
  settings: {
    method: 'GET',
    path: '/api/settings',
    summary: 'What holds for all windows and devices',
    reply: Settings,
  },
  saveSettings: {
    method: 'POST',
    path: '/api/settings',
    summary: 'Replace the settings; every window is told',
    body: Settings,
    reply: Settings,
  },
  testTarget: {
    method: 'POST',
    path: '/api/settings/test-target',
    summary: 'Send a test notification to a target',
    body: NotificationTarget,
    reply: z.object({ ok: z.boolean(), detail: z.string() }),
  },
  attention: {
    method: 'POST',
    path: '/api/attention',
    summary: 'A page tells whether somebody looks at it; holds for 90 s unless it is told again',
    body: z.object({ page: z.string().min(1).max(60), looking: z.boolean() }),
    reply: z.object({ ok: z.literal(true) }),
  },
  setup: { method: 'GET', path: '/api/setup', summary: 'What AMC needs of this machine, and has', reply: Setup },
  changeHooks: {
    method: 'POST',
    path: '/api/setup/hooks',
    summary: 'Install or remove AMC’s hooks, as `amc hooks` does',
    body: z.object({ action: z.enum(['install', 'uninstall']) }),
    reply: Setup,
  },
  stateHash: {
    method: 'GET',
    path: '/api/state-hash',
    summary: 'Hash of the board after the event with this id: for a reader to prove that it shows what is true',
    reply: z.object({ hash: z.string(), id: z.string().meta({ description: 'Of the newest event' }) }),
  },
  reveal: {
    method: 'POST',
    path: '/api/sessions/:key/reveal',
    summary: 'Bring its pane to the front in the terminals that show its multiplexer',
    params: key,
    body: z.object({}),
    reply: z.object({ shown: z.boolean(), note: z.string() }),
  },
  stream: {
    method: 'GET',
    path: '/api/stream',
    summary: 'Server-sent events: a snapshot, then every change (see StreamEvent)',
    reply: null,
  },
  exchange: {
    method: 'POST',
    path: '/api/auth/exchange',
    summary: 'Trade a one-time code for the browser session: a cookie, and the page token for the `x-amc-page` header',
    body: z.object({ code: z.string() }),
    reply: z.object({ pageToken: z.string() }),
  },
  mintCode: {
    method: 'POST',
    path: '/api/auth/code',
    summary: 'A one-time code for `amc open` (bearer only)',
    body: z.object({}),
    reply: z.object({ code: z.string(), url: z.string() }),
  },
  openapi: { method: 'GET', path: '/api/openapi.json', summary: 'This table as OpenAPI 3.1', reply: z.unknown() },
} as const satisfies Record<string, RouteSpec>;
export type RouteName = keyof typeof routes;
