import type { AgentName } from '../contract/agent.ts';
import type { HistoryDetail, HistoryEntry } from '../contract/history.ts';
import { sessionKey } from '../contract/session.ts';
import type { Span, TokenCount } from '../contract/usage.ts';
import type { UsageFact } from '../ports/history-store.ts';
import { ConversationBook } from './conversation-book.ts';
import { PAST, type PastRow } from './data/past.ts';
import { projectOf, type DemoFile } from './data/projects.ts';
import { DAY, HOME, HOUR, MINUTE, SECOND } from './profile.ts';
import { createRandom, uuid, type Random } from './random.ts';

/** A session that is over: its conversation, and all that an index would know of it. */
export interface PastSession {
  detail: HistoryDetail;
  book: ConversationBook;
  usage: readonly UsageFact[];
  spans: readonly Span[];
}

/** Everything that happened in the sixty days before the demo begins. */
export function pastSessions({ seed, now }: { seed: string; now: number }): PastSession[] {
  return PAST.map((row, index) => pastSession(row, index, { random: createRandom(`${seed} past ${index}`), now }));
}

const MODELS: Readonly<Record<AgentName, readonly string[]>> = {
  claude: ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5'],
  codex: ['gpt-6.1-sol', 'gpt-6.1-sol', 'gpt-5.5-codex'],
};

interface Making {
  random: Random;
  at: number;
  model: string;
  book: ConversationBook;
  spans: Span[];
  counts: { prompts: number; replies: number; toolCalls: number; errors: number };
  reads: Map<string, { reads: number; edits: number }>;
}

function pastSession(row: PastRow, index: number, { random, now }: { random: Random; now: number }): PastSession {
  const [daysAgo, agent, project, branch, title, asked, said] = row;
  const id = uuid(random);
  const model = index % 19 === 10 ? 'gpt-oss-120b' : random.pick(MODELS[agent]);
  const startedAt = startOf(now, daysAgo, random);
  const making: Making = {
    random,
    at: startedAt,
    model,
    book: new ConversationBook(`past-${index}`),
    spans: [],
    counts: { prompts: 0, replies: 0, toolCalls: 0, errors: 0 },
    reads: new Map(),
  };
  converse(making, { agent, project, asked, said });
  const usage = usageOf({ agent, id, project, making, startedAt, now });
  const entry: HistoryEntry = {
    key: sessionKey({ agent, id }),
    agent,
    id,
    title,
    firstPrompt: asked,
    project: { name: project, dir: `${HOME}/${project}`, branch },
    models: [model],
    agentVersion: agent === 'claude' ? '2.1.330' : '0.141.0',
    startedAt,
    lastAt: making.at,
    bytes: making.book.bytes * random.between(6, 20),
    ...making.counts,
    tokens: usage.reduce((sum, { tokens }) => added(sum, tokens), NONE),
    archived: agent === 'codex' && daysAgo > 40,
    sourceDeleted: agent === 'claude' && daysAgo > 30 && index % 3 === 0,
    indexed: 'whole',
  };
  return { detail: detailOf(entry, making), book: making.book, usage, spans: making.spans };
}

const NONE: TokenCount = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

function added(sum: TokenCount, more: TokenCount): TokenCount {
  return {
    input: sum.input + more.input,
    output: sum.output + more.output,
    cacheRead: sum.cacheRead + more.cacheRead,
    cacheWrite: sum.cacheWrite + more.cacheWrite,
  };
}

/** In working hours of that day; today, some hours ago. */
function startOf(now: number, daysAgo: number, random: Random): number {
  if (daysAgo === 0) return now - random.between(3, 5) * HOUR;
  const day = new Date(now - daysAgo * DAY);
  day.setUTCHours(random.between(8, 15), random.between(0, 59), random.between(0, 59), 0);
  return day.getTime();
}

interface Told {
  agent: AgentName;
  project: string;
  asked: string;
  said: string;
}

/** A conversation as it went: asked, looked, changed, tested, told; now and then with a question in between. */
function converse(making: Making, { agent, project, asked, said }: Told): void {
  const { random, book, counts } = making;
  const { files, check } = projectOf(project);
  prompt(making, asked);
  pass(making, 'model', random.between(5, 20) * SECOND);
  book.add(
    { kind: 'thinking', text: `What is asked: ${asked} I look for the place first, then for a test that shows it.` },
    making.at,
  );
  for (let step = random.between(2, 4); step > 0; step -= 1) look(making, agent, random.pick(files));
  for (let waits = random.between(0, 3); waits > 0; waits -= 1) wait(making);
  const changed = random.pick(files);
  edit(making, agent, changed);
  const fails = random.chance(0.4);
  if (fails) run(making, agent, check.command, 'FAIL  1 of 18\n\nexpected 1, got 2', false);
  if (fails) edit(making, agent, random.pick(files));
  run(making, agent, check.command, check.output, true);
  if (random.chance(0.5)) {
    book.add(
      {
        kind: 'reply',
        text: 'That is the cause. I go on with the fix and a test that fails without it.',
        model: making.model,
      },
      making.at,
    );
    counts.replies += 1;
    pass(making, 'idle', random.between(1, 40) * MINUTE);
    prompt(
      making,
      random.pick([
        'Good, go on.',
        'Yes. And add a test.',
        'Fine, but keep it small.',
        'Go ahead, then open a pull request.',
      ]),
    );
    edit(making, agent, random.pick(files));
    run(making, agent, check.command, check.output, true);
  }
  pass(making, 'model', random.between(4, 15) * SECOND);
  book.add({ kind: 'reply', text: said, model: making.model }, making.at);
  counts.replies += 1;
}

function prompt({ book, counts, at }: Making, text: string): void {
  book.add({ kind: 'prompt', text, images: 0, via: 'typed' }, at);
  counts.prompts += 1;
}

function look(making: Making, agent: AgentName, file: DemoFile): void {
  const view =
    agent === 'claude'
      ? ({ type: 'read', path: file.path, from: 1, lines: file.text.split('\n').length } as const)
      : ({ type: 'shell', command: `sed -n '1,80p' ${file.path}` } as const);
  use(making, {
    tool: agent === 'claude' ? 'Read' : 'shell',
    summary: file.path,
    view,
    output: file.text,
    ok: true,
    ms: 2 * SECOND,
  });
  touched(making, file.path).reads += 1;
}

function edit(making: Making, agent: AgentName, file: DemoFile): void {
  const view = {
    type: 'edit',
    files: [{ path: file.path, change: 'update', before: file.text, after: file.changed }],
  } as const;
  const output = `The file ${file.path} has been updated.`;
  use(making, {
    tool: agent === 'claude' ? 'Edit' : 'apply_patch',
    summary: file.path,
    view: { ...view, files: [...view.files] },
    output,
    ok: true,
    ms: 3 * SECOND,
  });
  touched(making, file.path).edits += 1;
}

function run(making: Making, agent: AgentName, command: string, output: string, ok: boolean): void {
  use(making, {
    tool: agent === 'claude' ? 'Bash' : 'shell',
    summary: command,
    view: { type: 'shell', command },
    output,
    ok,
    ms: making.random.between(6, 50) * SECOND,
  });
  if (!ok) making.counts.errors += 1;
}

function wait(making: Making): void {
  pass(making, 'waiting_for_you', making.random.between(1, 26) * MINUTE);
}

type Use = Pick<Extract<Parameters<ConversationBook['add']>[0], { kind: 'tool_call' }>, 'tool' | 'summary' | 'view'> & {
  output: string;
  ok: boolean;
  ms: number;
};

function use(making: Making, { tool, summary, view, output, ok, ms }: Use): void {
  const { book, random } = making;
  const callId = `toolu_${random.hex(12)}`;
  pass(making, 'model', random.between(3, 25) * SECOND);
  book.add({ kind: 'tool_call', callId, tool, summary, input: `${summary}`, view }, making.at);
  pass(making, 'tool', ms, summary);
  book.add({ kind: 'tool_result', callId, ok, output }, making.at);
  making.counts.toolCalls += 1;
}

function pass(making: Making, kind: Span['kind'], ms: number, label?: string): void {
  making.spans.push({ kind, from: making.at, to: making.at + ms, ...(label === undefined ? {} : { label }) });
  making.at += ms;
}

function touched({ reads }: Making, path: string): { reads: number; edits: number } {
  const known = reads.get(path) ?? { reads: 0, edits: 0 };
  reads.set(path, known);
  return known;
}

/** How much goes over a working day; fewer at weekends. */
const RESPONSES = { workday: [60, 240], weekend: [0, 40] } as const;

interface Used {
  agent: AgentName;
  id: string;
  project: string;
  making: Making;
  startedAt: number;
  now: number;
}

/** What it used, over the days it was worked on: its context grows, what was said before comes from the cache. */
function usageOf({ agent, id, project, making: { random, model }, startedAt, now }: Used): UsageFact[] {
  const facts: UsageFact[] = [];
  const isSmall = model.includes('haiku') || model.includes('oss');
  for (let day = random.between(1, 3), at = startedAt; day > 0 && at < now; day -= 1, at += DAY) {
    const weekday = new Date(at).getUTCDay();
    const [low, high] = RESPONSES[weekday === 0 || weekday === 6 ? 'weekend' : 'workday'];
    let context = 0;
    for (let left = random.between(low, high), when = at; left > 0 && when < now; left -= 1) {
      when += random.between(20, 260) * SECOND;
      const fresh = context === 0 ? random.between(16_000, 26_000) : random.between(300, 6_200);
      const output = random.between(80, isSmall ? 700 : 1_900);
      const tokens: TokenCount =
        agent === 'claude'
          ? { input: random.between(2, 9), output, cacheRead: context, cacheWrite: fresh }
          : { input: fresh, output, cacheRead: context, cacheWrite: 0 };
      facts.push({
        at: when,
        agent,
        sessionId: id,
        agentId: null,
        project: `${HOME}/${project}`,
        model,
        tokens,
        cacheWriteHour: 0,
        tier: null,
      });
      context = context > 150_000 ? random.between(14_000, 22_000) : context + fresh + output;
    }
  }
  return facts;
}

function detailOf(entry: HistoryEntry, { reads, book }: Making): HistoryDetail {
  const path =
    entry.agent === 'claude'
      ? `/home/mara/.claude/projects/-home-mara-code-${entry.project.name}/${entry.id}.jsonl`
      : `/home/mara/.codex/sessions/rollout-${entry.id}.jsonl`;
  return {
    ...entry,
    files: [...reads].map(([file, counts]) => ({ path: file, ...counts })),
    pullRequests: [],
    subagents: [],
    links: [],
    linkedFrom: [],
    context: { used: 60_000 + (book.bytes % 90_000), window: 200_000 },
    sources: [{ path, bytes: entry.bytes, read: entry.bytes, state: entry.sourceDeleted ? 'gone' : 'there' }],
    unknownRecords: [],
    unreadable: [],
  };
}
