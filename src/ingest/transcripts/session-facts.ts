import { isError } from '../../core/search/item-text.ts';
import type { SessionDelta } from '../../ports/history-store.ts';
import type { RecordFacts, RecordReading } from '../../ports/transcripts.ts';

const FIRST_PROMPT_LENGTH = 500;
const TITLE_LENGTH = 120;

type Limits = NonNullable<SessionDelta['limits']>[number];
type Link = NonNullable<SessionDelta['links']>[number];
type Started = NonNullable<SessionDelta['started']>[number];

/** Adds up what records say about their session. */
export class SessionFacts {
  readonly #delta: SessionDelta = { prompts: 0, replies: 0, toolCalls: 0, errors: 0 };
  readonly #branches = new Set<string>();
  readonly #models = new Set<string>();
  readonly #files = new Map<string, { path: string; reads: number; edits: number }>();
  readonly #pullRequests = new Set<string>();
  readonly #links = new Map<string, Link>();
  readonly #started = new Map<string, Started>();
  readonly #limits = new Map<string, Limits>();
  readonly #session: string;
  #prompted: boolean;

  /** `prompted`: the first prompt is known already. */
  constructor(session: string, prompted: boolean) {
    this.#session = session;
    this.#prompted = prompted;
  }

  get prompted(): boolean {
    return this.#prompted;
  }

  add(record: RecordReading, fallbackAt: number): void {
    const delta = this.#delta;
    if (record.at !== undefined) {
      if (delta.firstAt === undefined || record.at < delta.firstAt) delta.firstAt = record.at;
      if (delta.lastAt === undefined || record.at > delta.lastAt) delta.lastAt = record.at;
    }
    this.#count(record);
    if (record.usage !== undefined && record.usage.model !== '') this.#models.add(record.usage.model);
    if (record.touched !== undefined) this.#touch(record.touched);
    const { facts } = record;
    if (facts !== undefined && this.#isOwn(facts)) this.#learn(facts, record.at ?? fallbackAt);
  }

  take(): SessionDelta {
    const delta = this.#delta;
    if (this.#branches.size > 0) delta.branches = [...this.#branches];
    if (this.#models.size > 0) delta.models = [...this.#models];
    if (this.#files.size > 0) delta.files = [...this.#files.values()];
    if (this.#pullRequests.size > 0) delta.pullRequests = [...this.#pullRequests];
    if (this.#links.size > 0) delta.links = [...this.#links.values()];
    if (this.#started.size > 0) delta.started = [...this.#started.values()];
    if (this.#limits.size > 0) delta.limits = [...this.#limits.values()];
    return delta;
  }

  #count({ items }: RecordReading): void {
    const delta = this.#delta;
    for (const item of items) {
      if (isError(item)) delta.errors++;
      switch (item.kind) {
        case 'prompt':
          delta.prompts++;
          if (!this.#prompted && item.via !== 'command' && item.via !== 'shell') this.#firstPrompt(item.text);
          break;
        case 'reply':
          delta.replies++;
          if (item.model !== undefined) this.#models.add(item.model);
          break;
        case 'tool_call':
          delta.toolCalls++;
      }
    }
  }

  #firstPrompt(text: string): void {
    const shown = text.trim();
    if (shown === '') return;
    this.#prompted = true;
    this.#delta.firstPrompt = shown.slice(0, FIRST_PROMPT_LENGTH);
    this.#title({ text: shown.split('\n', 1)[0]?.slice(0, TITLE_LENGTH) ?? '', rank: 1 });
  }

  #title(title: NonNullable<SessionDelta['title']>): void {
    if (title.rank >= (this.#delta.title?.rank ?? 1)) this.#delta.title = title;
  }

  #touch(touched: NonNullable<RecordReading['touched']>): void {
    for (const { path, how } of touched) {
      let file = this.#files.get(path);
      if (file === undefined) this.#files.set(path, (file = { path, reads: 0, edits: 0 }));
      if (how === 'read') file.reads++;
      else file.edits++;
    }
  }

  #isOwn({ session }: RecordFacts): boolean {
    return session === undefined || session === this.#session;
  }

  #learn(facts: RecordFacts, at: number): void {
    const delta = this.#delta;
    if (facts.cwd !== undefined) delta.cwd = facts.cwd;
    if (facts.branch !== undefined) this.#branches.add(facts.branch);
    if (facts.model !== undefined) this.#models.add(facts.model);
    if (facts.agentVersion !== undefined) delta.agentVersion = facts.agentVersion;
    if (facts.title !== undefined) this.#title(facts.title);
    if (facts.pullRequest !== undefined) this.#pullRequests.add(facts.pullRequest);
    if (facts.role !== undefined) delta.role = facts.role;
    if (facts.description !== undefined) delta.description = facts.description;
    if (facts.link !== undefined) this.#links.set(`${facts.link.type} ${facts.link.sessionId}`, facts.link);
    if (facts.started !== undefined) this.#start(facts.started);
    if (facts.base !== undefined) delta.base = facts.base;
    if (facts.context !== undefined) delta.context = facts.context;
    for (const limit of facts.limits ?? []) this.#limits.set(limit.name, { ...limit, at });
  }

  /** What several records say of one call comes together. */
  #start(started: Started): void {
    this.#started.set(started.callId, { ...this.#started.get(started.callId), ...started });
  }
}
