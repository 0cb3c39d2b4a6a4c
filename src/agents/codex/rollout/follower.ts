import type { SessionFacts } from '../../../core/observation.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { LogTailer, PageReader, Tail, TailNews } from '../../../ports/log-reader.ts';
import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { causeOf } from '../failure.ts';
import { previewOf, titleOf, type Tell } from '../observe.ts';
import { SettingsNews } from '../settings-news.ts';
import type { Settings } from '../modes.ts';
import { bornAt } from '../thread-id.ts';
import { historyBase, isSubagentMeta } from './facts.ts';
import { changedAt } from './files.ts';
import { isInjectedText } from './message.ts';
import { LastWord } from './last-word.ts';
import { askOf } from './open-ask.ts';
import { textOrNull } from './values.ts';
import { RolloutState, type RolloutNews } from './state.ts';
import { verdictOf, type Verdict, type VerdictInputs } from './verdict.ts';

const TAIL_BYTES = 256 * 1024;
/** The first prompt stands near the top; it is not looked for in the rest of a big file. */
const HEAD_LINES = 60;

export interface FollowerOptions {
  threadId: string;
  path: string;
  clock: Clock;
  tailer: LogTailer;
  pages: PageReader;
  tell: Tell;
  /** Whether the rollout has the word on what the thread does; otherwise a server has it. */
  speaks: () => boolean;
  held: () => VerdictInputs['held'];
  callOutput: (callId: string, output: string) => void;
}

/** Watches the rollout of one thread and tells what it records. */
export class RolloutFollower {
  readonly path: string;
  readonly #options: FollowerOptions;
  readonly #state = new RolloutState();
  readonly #settings = new SettingsNews();
  /** What the agent left a person with at the end of its last turn. */
  readonly lastWord: LastWord;
  #tail: Tail | null = null;
  #head: Promise<'conversation' | 'subagent'> | null = null;
  #told: Verdict | null = null;
  #asked: string | null = null;
  #stopped = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.path = options.path;
    const { threadId, tell, speaks } = options;
    this.lastWord = new LastWord({ threadId, tell, typed: speaks });
  }

  /** As the rollout last recorded them. */
  get settings(): SettingsNews {
    return this.#settings;
  }

  /** Begins. Says nothing and stops itself when the rollout is a subagent's. */
  async start(): Promise<'conversation' | 'subagent'> {
    this.#head ??= this.#readHead();
    const kind = await this.#head;
    if (kind === 'subagent' || this.#stopped) return kind;
    const { tailer, path } = this.#options;
    this.#tail = tailer.follow({ path, tailBytes: TAIL_BYTES, onNews: (news) => this.#heard(news) });
    await this.settle();
    return kind;
  }

  /** Resolves when everything that is in the file now was told. */
  async settle(): Promise<void> {
    await this.#tail?.settle();
    await this.reconsider();
  }

  /** Time passed, or a process came or went: is what was said still right? */
  async reconsider(): Promise<void> {
    if (this.#stopped) return;
    if (!this.#options.speaks()) {
      // The server has the word on requests too: what it closes must not be closed again from here.
      this.#told = null;
      this.#asked = null;
      return;
    }
    const at = await changedAt(this.path);
    if (at !== null && !this.#stopped && this.#options.speaks()) this.#judge(at);
  }

  stop(): void {
    this.#stopped = true;
    this.#tail?.stop();
  }

  async #readHead(): Promise<'conversation' | 'subagent'> {
    const { pages, path } = this.#options;
    const head = new RolloutState();
    let lines = 0;
    let firstPrompt: string | null = null;
    let isBeginning = true;
    for await (const block of pages.forward(path)) {
      for (const line of block.lines) {
        lines += 1;
        for (const news of head.read(line)) {
          if (news.type === 'meta' && isSubagentMeta(news.payload)) return 'subagent';
          if (news.type === 'meta') {
            const { threadId } = this.#options;
            this.#describe(factsOf(news.payload, threadId));
            isBeginning &&= historyBase(news.payload)?.sessionId !== threadId;
          }
          if (news.type === 'context') this.#describe({ ...cwdFact(news), ...modelFact(news.settings) });
          if (news.type === 'prompt' && !isInjectedText(news.text)) firstPrompt = titleOf(news.text);
        }
        if (firstPrompt !== null || lines >= HEAD_LINES) {
          if (firstPrompt !== null && isBeginning) this.#describe({ title: { text: firstPrompt, rank: 1 } });
          return 'conversation';
        }
      }
    }
    return 'conversation';
  }

  #heard(news: TailNews): void {
    if (this.#stopped) return;
    if (news.type === 'reset') return this.#state.reset();
    if (news.type === 'problem') return this.#problem('rollout_unreadable', news.message, this.path);
    for (const line of news.lines) for (const one of this.#state.read(line)) this.#pass(one);
    this.lastWord.settle();
    this.#options.tell({ type: 'conversation_changed', source: 'transcript', at: this.#options.clock() });
    void this.reconsider();
  }

  #pass(news: RolloutNews): void {
    const { tell, callOutput, speaks } = this.#options;
    switch (news.type) {
      case 'meta':
        return;
      case 'context':
        this.#describe(cwdFact(news));
        return this.#configured(news);
      case 'settings':
        return this.#configured(news);
      case 'turn_started':
        return this.lastWord.turnStarted();
      case 'plan':
        return this.lastWord.planned(news.itemId, news.text);
      case 'context_filled': {
        const vitals = { contextTokens: news.used, contextWindow: news.window };
        return tell({ type: 'described', source: 'transcript', at: news.at, facts: { vitals } });
      }
      case 'compacted': {
        const detail = 'the rollout records that the context is compacted';
        return tell({ type: 'done', source: 'transcript', at: news.at, action: 'compact', detail });
      }
      case 'prompt':
        if (isInjectedText(news.text)) return;
        this.lastWord.prompt(news.text, news.at);
        return tell({
          type: 'prompt_recorded',
          source: 'transcript',
          at: news.at,
          text: news.text,
          recordId: news.recordId,
          queued: false,
        });
      case 'said': {
        const preview = previewOf(news.text);
        this.lastWord.said(news.text);
        return preview === null ? undefined : tell({ type: 'said', source: 'transcript', at: news.at, preview });
      }
      case 'output':
        return callOutput(news.callId, news.output);
      case 'turn_ended':
        this.lastWord.turnEnded(news);
        return speaks() ? this.#outcome(news) : undefined;
      case 'odd':
        return this.#problem('rollout_line', `This line ${news.reason}`, `${this.path}, byte ${news.offset}`);
    }
  }

  #configured({ settings, at }: { settings: Settings; at: number }): void {
    for (const news of this.#settings.heard(settings, 'transcript', at)) this.#options.tell(news);
  }

  /** How the turn ended, where no server tells it. */
  #outcome({ at, how, error, turnId, resetsAt }: Extract<RolloutNews, { type: 'turn_ended' }>): void {
    const { tell, threadId } = this.#options;
    if (how === 'aborted') {
      const detail = 'the rollout records that the turn was interrupted';
      tell({ type: 'interrupted', source: 'transcript', at, detail });
    }
    if (error === null) return;
    const cause = causeOf(error.info);
    const reset = cause === 'rate_limit' && resetsAt !== null && resetsAt > at ? { resetsAt } : {};
    const id = `${threadId}:${turnId ?? at}:error`;
    const request = { id, kind: 'error', openedAt: at, text: error.message, cause, ...reset } as const;
    tell({ type: 'request_opened', source: 'transcript', at, request });
  }

  #judge(fileChangedAt: number): void {
    const { clock, held, tell } = this.#options;
    const { turn, calls, asks } = this.#state;
    const ask = turn.state === 'running' && asks ? this.#openAsk() : null;
    const verdict = verdictOf({
      turn,
      calls: [...calls.values()],
      waiting: ask,
      changedAt: fileChangedAt,
      now: clock(),
      held: held(),
      wasWorking: this.#told?.activity === 'working',
    });
    this.#showAsk(verdict.activity === 'waiting' ? ask : null);
    if (this.#told !== null && same(this.#told, verdict)) return;
    this.#told = verdict;
    tell({ type: 'activity', source: 'transcript', ...verdict });
  }

  #openAsk() {
    const { threadId } = this.#options;
    for (const call of this.#state.calls.values()) {
      const ask = askOf({ threadId, call });
      if (ask !== null) return ask;
    }
    return null;
  }

  #showAsk(ask: ReturnType<typeof askOf>): void {
    const { tell, clock } = this.#options;
    const id = ask?.request.id ?? null;
    if (id === this.#asked) return;
    if (this.#asked !== null) {
      const at = Math.max(this.#state.lastAt, 0) || clock();
      tell({
        type: 'request_closed',
        source: 'transcript',
        at,
        requestId: this.#asked,
        by: 'unknown',
        detail: 'the rollout has gone on; it does not say who answered',
      });
    }
    this.#asked = id;
    if (ask !== null)
      tell({ type: 'request_opened', source: 'transcript', at: ask.request.openedAt, request: ask.request });
  }

  #describe(facts: SessionFacts): void {
    if (Object.keys(facts).length === 0) return;
    this.#options.tell({ type: 'described', source: 'transcript', at: this.#options.clock(), facts });
  }

  #problem(code: string, message: string, place: string): void {
    const at = this.#options.clock();
    this.#options.tell({ type: 'problem', source: 'transcript', at, problem: { code, message, place, at } });
  }
}

function same(a: Verdict, b: Verdict): boolean {
  return a.activity === b.activity && a.at === b.at && a.detail === b.detail && a.doing === b.doing;
}

function cwdFact({ cwd }: { cwd: string | null }): SessionFacts {
  return cwd === null ? {} : { cwd };
}

function modelFact({ model }: Settings): SessionFacts {
  return model === null ? {} : { model };
}

function factsOf(payload: JsonObject, threadId: string): SessionFacts {
  const cwd = textOrNull(payload['cwd']);
  const version = textOrNull(payload['cli_version']);
  const started = bornAt(threadId) ?? Date.parse(textOrNull(payload['timestamp']) ?? '');
  const branch = isJsonObject(payload['git']) ? textOrNull(payload['git']['branch']) : null;
  return {
    ...(cwd === null ? {} : { cwd }),
    ...(version === null ? {} : { agentVersion: version }),
    ...(Number.isNaN(started) ? {} : { startedAt: started }),
    ...(branch === null ? {} : { branch }),
  };
}
