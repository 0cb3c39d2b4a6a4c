import type { Tell } from '../observe.ts';

/** How many subagents work for each conversation, told when it is another number. null: not known. */
export class AgentCounts {
  readonly #tellOf: (threadId: string) => Tell;
  readonly #told = new Map<string, number | null>();

  constructor(tellOf: (threadId: string) => Tell) {
    this.#tellOf = tellOf;
  }

  tell(conversationId: string, subagents: number | null, at: number): void {
    if (this.#told.get(conversationId) === subagents) return;
    this.#told.set(conversationId, subagents);
    const facts = { vitals: { subagents } };
    this.#tellOf(conversationId)({ type: 'described', source: 'app_server', at, facts });
  }
}
