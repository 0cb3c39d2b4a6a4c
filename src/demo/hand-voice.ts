import type { ConversationItem, ToolView } from '../contract/conversation.ts';
import type { DemoAgent } from './agent.ts';
import type { Script, TakenPrompt } from './beats.ts';
import type { Random } from './random.ts';

/** A call of a tool, as its record shows it. */
export interface ToolCall {
  tool: string;
  summary: string;
  input: string;
  view: ToolView;
}

const CHUNK = 14;

/** What an agent says, hears and writes down, and how it passes its time. */
export class Voice {
  readonly agent: DemoAgent;

  constructor(agent: DemoAgent) {
    this.agent = agent;
  }

  get random(): Random {
    return this.agent.random;
  }

  /** A prompt as its user typed it in the terminal. */
  prompted(
    text: string,
    via: 'typed' | 'queued' | 'command' = 'typed',
    images = 0,
    files: readonly string[] = [],
  ): ConversationItem {
    this.agent.meter.read(text);
    this.agent.lastEvent = 'UserPromptSubmit';
    return this.agent.write({
      kind: 'prompt',
      text,
      images,
      via,
      ...(files.length === 0 ? {} : { files: [...files] }),
    });
  }

  note(note: Extract<ConversationItem, { kind: 'note' }>['note'], text: string): void {
    this.agent.write({ kind: 'note', note, text });
  }

  /** Goes back to before this: what came since is left behind. */
  rewound({ offset }: ConversationItem): void {
    this.agent.book.rewind(offset);
  }

  *think(text: string, ms: number): Script {
    yield { type: 'work', ms, with: 'model', doing: 'thinking' };
    this.respond(text);
    this.agent.write({ kind: 'thinking', text });
  }

  /** A reply. Codex tells it while it writes. */
  *say(text: string, ms = 2_500): Script {
    if (this.agent.profile.agent === 'codex' && this.agent.world.sim.isLive) yield* this.#aloud(text);
    else yield { type: 'work', ms, with: 'model', doing: 'writing' };
    this.respond(text);
    this.agent.write({ kind: 'reply', text, model: this.agent.model });
  }

  call({ tool, summary, input, view, agentId }: ToolCall & { agentId?: string }): string {
    const callId = `${this.agent.profile.agent === 'claude' ? 'toolu_' : 'call_'}${this.random.hex(16)}`;
    this.respond(input);
    this.agent.lastEvent = 'PreToolUse';
    this.agent.write({
      kind: 'tool_call',
      callId,
      tool,
      summary,
      input,
      view,
      ...(agentId === undefined ? {} : { agentId }),
    });
    return callId;
  }

  result(callId: string, output: string, ok = true, agentId?: string): ConversationItem {
    this.agent.meter.read(output);
    this.agent.lastEvent = 'PostToolUse';
    return this.agent.write({
      kind: 'tool_result',
      callId,
      ok,
      output,
      ...(agentId === undefined ? {} : { agentId }),
    });
  }

  *work(ms: number, doing: string): Script {
    yield { type: 'work', ms, with: 'tool', doing };
  }

  /** Busy until so many ms before the demo's first moment; does nothing when that is over. */
  *until(ago: number, doing: string): Script {
    const ms = this.agent.world.liveFrom - ago - this.agent.world.sim.now();
    if (ms > 0) yield { type: 'work', ms, with: 'model', doing };
  }

  /** Its turn is over. Prompted meanwhile, it does what was asked first. */
  *rest(ms: number | null): Script<TakenPrompt | null> {
    const heard = yield { type: 'rest', ms };
    return heard.type === 'prompted' ? heard.prompt : null;
  }

  *restUntil(ago: number): Script<TakenPrompt | null> {
    return yield* this.rest(Math.max(0, this.agent.world.liveFrom - ago - this.agent.world.sim.now()));
  }

  *#aloud(text: string): Script {
    const { world, key } = this.agent;
    const itemId = `msg_${this.random.hex(12)}`;
    const words = text.split(/(?<=\s)/);
    for (let told = CHUNK; told < words.length + CHUNK; told += CHUNK) {
      world.saying({ type: 'saying', key, itemId, text: words.slice(0, told).join(''), over: false });
      yield { type: 'work', ms: 320, with: 'model', doing: 'writing' };
    }
    world.saying({ type: 'saying', key, itemId, text, over: true });
  }

  protected respond(text: string): void {
    const { world, model, meter } = this.agent;
    meter.responded(text, { at: world.sim.now(), model });
  }
}
