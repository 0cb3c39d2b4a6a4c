import type { Evidence } from '../contract/evidence.ts';
import type { Request } from '../contract/request.ts';
import { sessionKey, type SessionKey, type StatusValue } from '../contract/session.ts';
import type { StreamEvent } from '../contract/stream.ts';
import type { Span, SpanKind } from '../contract/usage.ts';
import type { ConversationItem } from '../contract/conversation.ts';
import type { UsageFact } from '../ports/history-store.ts';
import type { AnswerAction, Ask, Beat, Heard, Script, TakenPrompt } from './beats.ts';
import { ConversationBook, type NewItem } from './conversation-book.ts';
import { Hand } from './hand.ts';
import { Meter } from './meter.ts';
import { HOME, type Profile } from './profile.ts';
import { createRandom, uuid, type Random } from './random.ts';
import type { Simulator } from './simulator.ts';
import { react, standBy } from './reactions.ts';

export type SayingEvent = Extract<StreamEvent, { type: 'saying' }>;

/** What an agent of the demo has around it. */
export interface World {
  seed: string;
  sim: Simulator;
  /** The first moment that somebody may see. */
  liveFrom: number;
  changed: (agent: DemoAgent) => void;
  saying: (event: SayingEvent) => void;
  used: (fact: UsageFact) => void;
}

export interface DemoSubagent {
  agentId: string;
  role: string;
  description: string;
  callId: string;
  book: ConversationBook;
  running: boolean;
}

interface Open {
  request: Request;
  alone: (() => void) | null;
}

/** One simulated agent: plays its script, can be spoken to, writes its records. */
export class DemoAgent {
  readonly profile: Profile;
  readonly key: SessionKey;
  readonly id: string;
  readonly world: World;
  readonly random: Random;
  readonly book: ConversationBook;
  readonly meter: Meter;
  readonly startedAt: number;
  readonly subagents = new Map<string, DemoSubagent>();
  readonly spans: Span[] = [];
  readonly pid: number;
  title: string;
  model: string;
  mode: string;
  effort: string;
  status: { value: StatusValue; since: number; evidence: Evidence };
  doing: string | null = null;
  preview = '';
  backgroundTasks = 0;
  lastActivityAt: number;
  lastEvent = 'SessionStart';
  /** What was typed into its pane by hand and not sent. */
  typed = '';
  #open: Open | null = null;
  #asked = 0;
  #lives: Script[];
  #prompts: TakenPrompt[] = [];
  #cancelWait: (() => void) | null = null;

  constructor(profile: Profile, world: World) {
    this.profile = profile;
    this.world = world;
    this.random = createRandom(`${world.seed} ${profile.name}`);
    this.id = uuid(this.random);
    this.key = sessionKey({ agent: profile.agent, id: this.id });
    this.pid = this.random.between(20_000, 64_000);
    this.book = new ConversationBook(profile.name);
    this.startedAt = world.liveFrom - profile.startedAgo;
    this.lastActivityAt = this.startedAt;
    this.title = profile.title;
    this.model = profile.model;
    this.mode = profile.mode;
    this.effort = profile.effort;
    this.status = { value: 'starting', since: this.startedAt, evidence: this.#evidence('started, no turn yet') };
    this.meter = new Meter({
      agent: profile.agent,
      sessionId: this.id,
      project: this.dir,
      contextAtStart: profile.contextAtStart,
      told: world.used,
    });
    this.#lives = [profile.life(new Hand(this))];
  }

  get dir(): string {
    return `${HOME}/${this.profile.project}`;
  }

  get request(): Request | null {
    return this.#open?.request ?? null;
  }

  get hasEnded(): boolean {
    return this.status.value === 'ended';
  }

  /** Its prompts that wait for their turn. */
  get waitingPrompts(): readonly TakenPrompt[] {
    return this.#prompts;
  }

  start(): void {
    this.#go({ type: 'time' });
  }

  /** Writes a record into its conversation. */
  write(item: NewItem, book = this.book): ConversationItem {
    const written = book.add(item, this.world.sim.now());
    this.lastActivityAt = this.world.sim.now();
    if (written.kind === 'reply' && book === this.book) this.preview = previewOf(written.text);
    this.changed();
    return written;
  }

  changed(): void {
    this.world.changed(this);
  }

  /** Somebody prompts it. Taken at once when it rests, else between two steps. */
  prompt(prompt: TakenPrompt): void {
    const open = this.#open?.request.kind;
    if (open === 'prose_question' || open === 'error') {
      this.#close();
      this.#go({ type: 'prompted', prompt });
    } else if (this.status.value === 'idle') this.#go({ type: 'prompted', prompt });
    else this.#prompts.push(prompt);
    this.changed();
  }

  /** Its open request is decided. */
  answer(action: AnswerAction): void {
    if (this.#open?.request.id !== action.requestId) return;
    this.#close();
    this.#go({ type: 'answered', action });
  }

  interrupt(): void {
    if (this.status.value !== 'working' && this.#open === null) return;
    this.#close();
    this.write({ kind: 'note', note: 'interrupted', text: 'Interrupted by you' });
    for (const life of this.#lives) life.return(undefined);
    this.#lives = [];
    for (const subagent of this.subagents.values()) subagent.running = false;
    this.#go({ type: 'time' });
  }

  end(): void {
    this.#close();
    this.#cancelWait?.();
    this.#lives = [];
    this.#closeSpan();
    this.doing = null;
    this.#setStatus('ended', `process ${this.pid} is gone`, 'process');
  }

  /** Sets what AMC says of it, for the rare agents whose state nobody knows. */
  puzzle(detail: string): void {
    this.#setStatus('unknown', detail, 'screen');
  }

  #go(heard: Heard): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
    for (let next = heard; !this.hasEnded; next = { type: 'time' }) {
      if (this.#lives.length === 0) this.#lives.push(standBy(new Hand(this)));
      const life = this.#lives.at(-1);
      const beat = life?.next(next);
      if (beat?.done === true) this.#lives.pop();
      else if (beat !== undefined && this.#play(beat.value)) return;
    }
  }

  /** True: it takes time. */
  #play(beat: Beat): boolean {
    const prompt = this.#prompts[0];
    if (prompt !== undefined && beat.type !== 'ask') {
      this.#prompts.shift();
      this.#lives.push(this.#interlude(prompt, beat));
      return false;
    }
    switch (beat.type) {
      case 'work':
        this.#span(beat.with, beat.doing);
        this.doing = beat.doing;
        this.#setStatus('working', 'busy');
        this.#cancelWait = this.world.sim.after(beat.ms, () => this.#go({ type: 'time' }));
        return true;
      case 'ask':
        this.#ask(beat.ask, beat.alone);
        return true;
      case 'rest':
        this.#span('idle');
        this.doing = null;
        this.lastEvent = 'Stop';
        this.#setStatus('idle', 'idle');
        if (beat.ms !== null) this.#cancelWait = this.world.sim.after(beat.ms, () => this.#go({ type: 'time' }));
        return true;
    }
  }

  /** A prompt between two steps; then the step that it came before. */
  *#interlude(prompt: TakenPrompt, before: Beat): Script {
    yield* react(new Hand(this), prompt, 'queued');
    if (before.type === 'work') yield before;
  }

  #ask(ask: Ask, alone: number | null): void {
    const at = this.world.sim.now();
    this.#asked += 1;
    const id = `${this.profile.name}-ask-${this.#asked}`;
    const request = { ...ask, id, openedAt: at, ...this.#askedHow(ask, at) } as Request;
    this.#span('waiting_for_you', labelOf(request));
    this.doing = null;
    this.lastEvent = 'PermissionRequest';
    const goOn = (): void => {
      this.#close();
      this.#go({ type: 'time' });
    };
    this.#open = { request, alone: alone === null ? null : this.world.sim.after(alone, goOn) };
    this.#setStatus('needs_attention', `waiting (${labelOf(request)})`);
  }

  #askedHow(ask: Ask, at: number): Pick<Request, 'evidence' | 'answer'> {
    const { agent, place } = this.profile;
    const via = agent === 'claude' ? 'claude-relay' : 'codex-server';
    switch (ask.kind) {
      case 'error':
        return {
          evidence: { source: 'transcript', at, detail: 'transcript: the request failed' },
          answer: { channel: 'none', reason: 'An error is not a question.' },
        };
      case 'prose_question':
        return {
          evidence: { source: 'transcript', at, detail: 'transcript: its last message ends with a question' },
          answer: { channel: 'keystrokes', via: place.terminal },
        };
      case 'trust':
        return {
          evidence: { source: 'screen', at, detail: 'screen: a dialog stands open' },
          answer: { channel: 'keystrokes', via: place.terminal },
        };
      default:
        return {
          evidence:
            agent === 'claude'
              ? {
                  source: 'hook',
                  at,
                  detail: ask.kind === 'elicitation' ? 'hook: Elicitation' : 'hook: PermissionRequest',
                }
              : { source: 'app_server', at, detail: 'app-server: requestApproval' },
          answer: { channel: 'structured', via },
        };
    }
  }

  #close(): void {
    this.#open?.alone?.();
    this.#open = null;
  }

  #setStatus(value: StatusValue, what: string, source?: Evidence['source']): void {
    const at = this.world.sim.now();
    this.lastActivityAt = at;
    const isSame = this.status.value === value && value !== 'needs_attention';
    if (!isSame) this.status = { value, since: at, evidence: this.#evidence(what, source) };
    this.changed();
  }

  #evidence(what: string, source?: Evidence['source']): Evidence {
    const own = this.profile.agent === 'claude' ? 'registry' : 'app_server';
    const from = source ?? own;
    return {
      source: from,
      at: this.world.sim.now(),
      detail: from === own ? `${own.replace('_', '-')}: ${what}` : what,
    };
  }

  #span(kind: SpanKind, label?: string): void {
    this.#closeSpan();
    this.spans.push({ kind, from: this.world.sim.now(), to: null, ...(label === undefined ? {} : { label }) });
  }

  #closeSpan(): void {
    const last = this.spans.at(-1);
    if (last?.to === null) last.to = this.world.sim.now();
  }
}

function labelOf(request: Request): string {
  switch (request.kind) {
    case 'permission':
      return request.command ?? request.title;
    case 'question':
      return request.questions.map(({ header, text }) => header ?? text).join(', ');
    case 'plan':
      return 'plan';
    default:
      return request.kind.replace('_', ' ');
  }
}

/** The beginning of what it said, without marks. */
function previewOf(text: string): string {
  const plain = text
    .replaceAll(/```[\s\S]*?```/g, ' ')
    .replaceAll(/[*`#]/g, '')
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.length > 220 ? `${plain.slice(0, 219)}…` : plain;
}
