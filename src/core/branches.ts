import type { Branch } from '../contract/conversation.ts';
import { isJsonObject } from '../lib/json.ts';

/** What the finder of branches must know of a record. */
export interface BranchRecord {
  /** Byte offsets: of its first byte, and behind its line. */
  offset: number;
  end: number;
  /** A prompt that starts a turn. One that was queued while a turn ran starts none of its own. */
  prompt: boolean;
  /** It holds what the agent said. */
  reply: boolean;
  node: { id: string; parent: string | null } | undefined;
  rollback: { turns: number } | undefined;
}

/** A record that a later prompt may go back to: hash of its id, byte offset behind it. */
interface Anchor {
  key: number;
  end: number;
}

/** Older turns than these are forgotten: going back further than that is not seen as a rewind. */
const MAX_TURNS = 4_096;
/** Stands for "no parent". */
const ROOT: Anchor = { key: 0, end: 0 };

/**
 * Finds where a conversation was rewound, record by record in file order. A branch begins at a prompt whose parent
 * already lay before an earlier prompt, or at a rollback. Other records never open one: parallel tool calls make side
 * leaves that are no branches. Holds a few numbers for each turn, whatever the size of the file.
 */
export class BranchBuilder {
  readonly #starts: { from: number; forkedAt: number | null }[];
  /** What lay just before earlier prompts. */
  readonly #anchors: Map<number, number>;
  readonly #prompts: Set<number>;
  /** Where the live turns begin. */
  #turns: number[];
  #last: Anchor | null;
  #lastReply: Anchor | null;

  /** `memory`: what `save` gave; text that is none begins anew. */
  constructor(memory: string | null) {
    const saved = readSaved(memory) ?? EMPTY();
    this.#starts = saved.s.map(([from, forkedAt]) => ({ from, forkedAt }));
    this.#anchors = new Map(saved.a);
    this.#prompts = new Set(saved.p);
    this.#turns = saved.t;
    this.#last = anchorOf(saved.l);
    this.#lastReply = anchorOf(saved.r);
  }

  add(record: BranchRecord): void {
    if (this.#starts.length === 0) this.#starts.push({ from: record.offset, forkedAt: null });
    if (record.rollback !== undefined) this.#rollBack(record.offset, record.rollback.turns);
    if (record.prompt) this.#addPrompt(record);
    if (record.node === undefined) return;
    this.#last = { key: keyOf(record.node.id), end: record.end };
    if (record.reply) this.#lastReply = this.#last;
  }

  /** Empty while it was never rewound. */
  branches(): Branch[] {
    if (this.#starts.length < 2) return [];
    const live = this.#live();
    return this.#starts.map(({ from, forkedAt }, id) => ({
      id,
      from,
      to: this.#starts[id + 1]?.from ?? null,
      forkedAt,
      live: live.has(id),
    }));
  }

  save(): string {
    const saved: Saved = {
      s: this.#starts.map(({ from, forkedAt }) => [from, forkedAt]),
      a: [...this.#anchors].slice(-2 * MAX_TURNS),
      p: [...this.#prompts].slice(-MAX_TURNS),
      t: this.#turns.slice(-MAX_TURNS),
      l: this.#last && [this.#last.key, this.#last.end],
      r: this.#lastReply && [this.#lastReply.key, this.#lastReply.end],
    };
    return JSON.stringify(saved);
  }

  #rollBack(offset: number, turns: number): void {
    const kept = Math.max(0, this.#turns.length - Math.max(0, turns));
    const forkedAt = this.#turns[kept];
    if (forkedAt === undefined) return;
    this.#turns.length = kept;
    this.#starts.push({ from: offset, forkedAt });
  }

  #addPrompt({ offset, node }: BranchRecord): void {
    if (node !== undefined) {
      const id = keyOf(node.id);
      // The same record once more is no new turn.
      if (this.#prompts.has(id)) return;
      this.#prompts.add(id);
      this.#forkAt(offset, node.parent);
    }
    this.#turns.push(offset);
  }

  #forkAt(offset: number, parent: string | null): void {
    const key = parent === null ? ROOT.key : keyOf(parent);
    const forkedAt = this.#anchors.get(key);
    if (forkedAt === undefined) this.#anchors.set(key, parent === null ? ROOT.end : (this.#last?.end ?? offset));
    if (this.#last !== null) this.#anchors.set(this.#last.key, this.#last.end);
    if (this.#lastReply !== null) this.#anchors.set(this.#lastReply.key, this.#lastReply.end);
    if (forkedAt === undefined) return;
    this.#starts.push({ from: offset, forkedAt });
    this.#turns = this.#turns.filter((turn) => turn < forkedAt);
  }

  /** The branches on the way from the newest record back to the first. */
  #live(): Set<number> {
    const live = new Set<number>();
    let id = this.#starts.length - 1;
    while (id >= 0) {
      live.add(id);
      const forkedAt = this.#starts[id]?.forkedAt ?? null;
      if (forkedAt === null) break;
      const before: number = id;
      id = this.#starts.findLastIndex(({ from }, other) => other < before && from < forkedAt);
    }
    return live;
  }
}

interface Saved {
  s: [number, number | null][];
  a: [number, number][];
  p: number[];
  t: number[];
  l: [number, number] | null;
  r: [number, number] | null;
}

const EMPTY = (): Saved => ({ s: [], a: [], p: [], t: [], l: null, r: null });

function readSaved(memory: string | null): Saved | null {
  if (memory === null) return null;
  try {
    const saved: unknown = JSON.parse(memory);
    return isSaved(saved) ? saved : null;
  } catch {
    return null;
  }
}

/** Its numbers are as `save` wrote them. */
function isSaved(value: unknown): value is Saved {
  return isJsonObject(value) && ['s', 'a', 'p', 't'].every((name) => Array.isArray(value[name]));
}

function anchorOf(pair: [number, number] | null): Anchor | null {
  return pair && { key: pair[0], end: pair[1] };
}

/** A 53-bit hash, never 0 (two 32-bit halves mixed by multiplication): two ids of one file do not meet in practice. */
function keyOf(id: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return 4_294_967_296 * (high & 0x1f_ffff) + (low >>> 0) + 1;
}
