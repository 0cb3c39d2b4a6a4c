import type { ConversationItem } from '../../../contract/conversation.ts';
import { AmcError } from '../../../contract/errors.ts';
import { ToolJoiner, type Part } from '../../../core/conversation/turns.ts';
import type { Rewound } from '../../../core/conversation/rewound.ts';
import type { Step, Subagent } from './step.ts';
import { problemsOf, rewoundOf } from '../conversations.ts';
import type { ConversationSources, Source } from '../sources.ts';

/** A subagent's subagent's … beyond this is left out. */
const MAX_DEPTH = 8;

/** Walks a whole conversation and those of its subagents, each once. Holds a few hundred items at a time. */
export class ConversationWalk {
  readonly #sources: ConversationSources;
  readonly #key: string;
  readonly #waiting: Map<string, Subagent>;

  constructor(options: { sources: ConversationSources; key: string; subagents: readonly Subagent[] }) {
    this.#sources = options.sources;
    this.#key = options.key;
    this.#waiting = new Map(options.subagents.map((subagent) => [subagent.agentId, subagent]));
  }

  async *steps(): AsyncGenerator<Step> {
    yield* this.#conversation(null, 0);
    // Those whose call is not on record.
    for (const agentId of this.#waiting.keys()) yield* this.#subagent(agentId, 1);
  }

  async *#conversation(agentId: string | null, depth: number): AsyncGenerator<Step> {
    const joiner = new ToolJoiner();
    for await (const step of this.#items(agentId)) {
      if (step.type === 'item') {
        for (const part of joiner.push(step.item)) yield* this.#part(part, depth);
        continue;
      }
      if (step.type !== 'problem') for (const part of joiner.flush()) yield* this.#part(part, depth);
      yield step;
    }
    for (const part of joiner.flush()) yield* this.#part(part, depth);
  }

  async *#items(agentId: string | null): AsyncGenerator<ItemStep> {
    const source = await this.#source(agentId);
    if (typeof source === 'string') yield { type: 'problem', text: source };
    if (typeof source === 'string' || source.from === 'none') return;
    for (const text of problemsOf(source)) yield { type: 'problem', text };
    const rewound = await rewoundOf(source);
    let inside = false;
    for await (const { offset, items, problem } of source.records.forward(0)) {
      if (inside !== isInside(rewound, offset)) {
        inside = !inside;
        yield { type: inside ? 'rewound' : 'rewound_end' };
      }
      if (problem !== null) yield { type: 'problem', text: problem };
      for (const item of items) yield { type: 'item', item };
    }
    if (inside) yield { type: 'rewound_end' };
  }

  /** What cannot be read of a subagent is told in its place. */
  async #source(agentId: string | null): Promise<Source | string> {
    try {
      return await this.#sources.find(this.#key, agentId, 'whole');
    } catch (error) {
      if (agentId !== null && error instanceof AmcError) return error.message;
      throw error;
    }
  }

  async *#part(part: Part, depth: number): AsyncGenerator<Step> {
    yield { type: 'part', part };
    if (part.kind !== 'tool') return;
    const callId = part.call?.callId ?? part.result?.callId;
    const named = [part.call?.agentId, part.result?.agentId];
    const started = [...this.#waiting.values()].filter((subagent) => subagent.callId === callId);
    for (const agentId of new Set([...named, ...started.map((subagent) => subagent.agentId)]))
      if (agentId !== undefined) yield* this.#subagent(agentId, depth + 1);
  }

  async *#subagent(agentId: string, depth: number): AsyncGenerator<Step> {
    const subagent = this.#waiting.get(agentId);
    if (subagent === undefined || depth > MAX_DEPTH) return;
    this.#waiting.delete(agentId);
    yield { type: 'subagent', subagent };
    yield* this.#conversation(agentId, depth);
    yield { type: 'subagent_end' };
  }
}

type ItemStep =
  | { type: 'item'; item: ConversationItem }
  | Extract<Step, { type: 'problem' | 'rewound' | 'rewound_end' }>;

function isInside(rewound: readonly Rewound[], offset: number): boolean {
  return rewound.some(({ from, to }) => offset >= from && offset < to);
}
