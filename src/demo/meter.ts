import type { AgentName } from '../contract/agent.ts';
import type { TokenCount } from '../contract/usage.ts';
import { PRICE_TABLE } from '../core/usage/price-table.ts';
import { Pricer } from '../core/usage/prices.ts';
import type { UsageFact } from '../ports/history-store.ts';

export const pricer = new Pricer(PRICE_TABLE);

/** Tokens a model has room for. */
export function windowOf(model: string): number {
  if (model.startsWith('gpt-oss')) return 131_072;
  return model.startsWith('gpt') ? 400_000 : 200_000;
}

const CHARACTERS_PER_TOKEN = 3.6;
/** System prompt, tools, instructions of the project. */
const FIRST_TOKENS = 18_400;

export interface MeterOptions {
  agent: AgentName;
  sessionId: string;
  project: string;
  contextAtStart: number | undefined;
  told: (fact: UsageFact) => void;
}

/** Counts what an agent uses, as its records would tell it: each response reads all before it from the cache. */
export class Meter {
  readonly #options: MeterOptions;
  #context: number;
  #unread: number;
  readonly sums: TokenCount = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  /** null: its model has no known price. */
  cost: number | null = 0;

  constructor(options: MeterOptions) {
    this.#options = options;
    this.#unread = options.contextAtStart ?? FIRST_TOKENS;
    this.#context = 0;
  }

  get tokens(): number {
    return this.sums.input + this.sums.output + this.sums.cacheRead + this.sums.cacheWrite;
  }

  get context(): number {
    return this.#context;
  }

  /** Something was put into the context: a prompt, the output of a tool. */
  read(text: string): void {
    this.#unread += tokensOf(text);
  }

  /** The model answered. */
  responded(text: string, { at, model, agentId = null }: { at: number; model: string; agentId?: string | null }): void {
    const output = tokensOf(text) + 60;
    const isClaude = this.#options.agent === 'claude';
    const tokens: TokenCount = {
      input: isClaude ? 4 : this.#unread,
      output,
      cacheRead: this.#context,
      cacheWrite: isClaude ? this.#unread : 0,
    };
    this.#context += this.#unread + output;
    this.#unread = 0;
    const { agent, sessionId, project, told } = this.#options;
    const fact: UsageFact = { at, agent, sessionId, agentId, project, model, tokens, cacheWriteHour: 0, tier: null };
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) this.sums[kind] += tokens[kind];
    const cost = pricer.costOf(fact);
    this.cost = cost === null || this.cost === null ? null : this.cost + cost;
    told(fact);
  }

  /** The conversation was summed up. */
  compacted(): void {
    this.#context = 0;
    this.#unread = FIRST_TOKENS + 3_100;
  }
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
