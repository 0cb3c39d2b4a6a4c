import type { JsonObject } from '../../lib/json.ts';
import { callSignature } from './requests.ts';

/** A tool call that some source has named. */
export interface ToolUse {
  id: string;
  tool: string;
  input: JsonObject;
  /** null: the main agent's. */
  agentId: string | null;
  at: number;
}

export type SignedUse = ToolUse & { signature: string };

const KEPT = 200;

/** The tool calls of one session that have no result yet. */
export class ToolUses {
  readonly #uses = new Map<string, SignedUse>();

  /** Remembers a call; null: it is known. */
  note(use: ToolUse): SignedUse | null {
    if (this.#uses.has(use.id)) return null;
    const signed = { ...use, signature: callSignature(use.tool, use.input) };
    this.#uses.set(use.id, signed);
    dropOldest(this.#uses, KEPT);
    return signed;
  }

  has(id: string): boolean {
    return this.#uses.has(id);
  }

  /** It has its result: hands it out and forgets it. */
  take(id: string): SignedUse | undefined {
    const use = this.#uses.get(id);
    this.#uses.delete(id);
    return use;
  }

  /** The main agent's first. */
  firstPending(): ToolUse | null {
    return this.#find(({ agentId }) => agentId === null) ?? null;
  }

  /** The oldest one of this call that is not among those named. */
  untied(signature: string, agentId: string | null, tied: ReadonlySet<string | null>): SignedUse | undefined {
    return this.#find((use) => use.signature === signature && use.agentId === agentId && !tied.has(use.id));
  }

  /** Whether a tool of this MCP server still runs. */
  hasOfServer(server: string): boolean {
    return this.#find(({ tool }) => isToolOf(tool, server)) !== undefined;
  }

  forgetMain(): void {
    for (const [id, { agentId }] of this.#uses) if (agentId === null) this.#uses.delete(id);
  }

  #find(test: (use: SignedUse) => boolean): SignedUse | undefined {
    return [...this.#uses.values()].find(test);
  }
}

/** Whether a tool is one of this MCP server, by its name. */
export function isToolOf(tool: string, server: string): boolean {
  return tool.startsWith(`mcp__${server.replaceAll(/[^A-Za-z0-9_-]/g, '_')}__`);
}

/** Keeps a map at this size. */
export function dropOldest<K, V>(map: Map<K, V>, kept: number): void {
  if (map.size <= kept) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
