import type { Branch, ConversationItem } from '../../contract/conversation.ts';
import { rewoundRanges } from '../../core/conversation/rewound.ts';
import type { Generation, HistoryStore } from '../../ports/history-store.ts';

/** A file of a conversation, as far as is needed to know its place in it. `id` null: the index does not know it yet. */
export type FilePart = Pick<Generation, 'path' | 'size' | 'read' | 'base' | 'state'> & {
  id: number | null;
  file: Pick<Generation['file'], 'agent' | 'sessionId'>;
};

/** A file that holds a part of a conversation. Byte `b` of it, below `length`, is at `at + b` in the conversation. */
export interface Segment {
  part: FilePart;
  at: number;
  /** Infinity for the newest: it may grow. */
  length: number;
}

/** A conversation that lies in several files: all of them one behind the other. */
export interface Layout {
  segments: readonly Segment[];
  branches: readonly Branch[];
  /** The session of which a file should hold the beginning, and none is known; null: all is there. */
  missing: string | null;
}

export interface LayoutOptions {
  store: Pick<HistoryStore, 'generationsOf' | 'branches'>;
  /** Whether a line of a file ends right before a byte. */
  endsLine: (path: string, at: number) => boolean;
}

/** Forks of forks of … beyond this are taken for a circle. */
const MAX_DEPTH = 32;

/**
 * Where a conversation lies that ends in `newest`. One that was taken back goes on in another file: the older ones stand
 * before it, whole, and what was taken back is a branch that was left. A fork stands behind the point of the conversation
 * from which it was made. Places in a file that nothing precedes are its own byte offsets.
 */
export function layoutOf(newest: FilePart, options: LayoutOptions, depth = 0): Layout {
  if (newest.base === undefined) return single(newest, options);
  const builder = new LayoutBuilder(options, depth);
  for (const part of [...olderThan(newest, options.store), newest]) builder.add(part);
  return builder.layout();
}

/** An item of a file, at its place in the conversation. Ids may be places, too, so they differ from file to file. */
export function itemAt<T extends Pick<ConversationItem, 'id' | 'offset'>>(item: T, at: number): T {
  return at === 0 ? item : { ...item, id: `${at}+${item.id}`, offset: at + item.offset };
}

function single(part: FilePart, { store }: LayoutOptions): Layout {
  return {
    segments: [{ part, at: 0, length: Infinity }],
    branches: part.id === null ? [] : store.branches(part.id),
    missing: null,
  };
}

/** The other files of its session, oldest first. */
function olderThan({ id, path, file }: FilePart, store: LayoutOptions['store']): FilePart[] {
  const all = store
    .generationsOf(`${file.agent}:${file.sessionId}`, null)
    .filter(({ state }) => state !== 'superseded');
  const place = all.findIndex((one) => (id === null ? one.path === path : one.id === id));
  return all.slice(place + 1).toReversed();
}

class LayoutBuilder {
  readonly #options: LayoutOptions;
  readonly #depth: number;
  #segments: Segment[] = [];
  #branches: Omit<Branch, 'id' | 'live'>[] = [];
  #missing: string | null = null;
  #end = 0;

  constructor(options: LayoutOptions, depth: number) {
    this.#options = options;
    this.#depth = depth;
  }

  add(part: FilePart): void {
    const { base, id } = part;
    const forkedAt = base === undefined ? null : this.#pointOf(base, part);
    const at = this.#end;
    const own = id === null ? [] : this.#options.store.branches(id);
    const branches = own.length > 0 ? own : [{ from: 0, to: null, forkedAt: null }];
    this.#branches.push(
      ...branches.map((branch, index) => ({
        from: at + branch.from,
        to: branch.to === null ? at + part.size : at + branch.to,
        forkedAt: index === 0 ? forkedAt : branch.forkedAt === null ? null : at + branch.forkedAt,
      })),
    );
    this.#segments.push({ part, at, length: part.size });
    this.#end = at + part.size;
  }

  layout(): Layout {
    const segments = this.#segments.map((segment, index) =>
      index === this.#segments.length - 1 ? { ...segment, length: Infinity } : segment,
    );
    return { segments, branches: withLive(this.#branches), missing: this.#missing };
  }

  /** Where in the conversation so far a file goes on from. */
  #pointOf(base: NonNullable<FilePart['base']>, { file }: FilePart): number | null {
    if (base.sessionId !== file.sessionId) return this.#beginWith(base, file.agent);
    const segment = findBase(this.#segments, base.end, this.#options);
    if (segment !== null) return segment.at + base.end;
    this.#missing ??= base.sessionId;
    return this.#end === 0 ? null : this.#end;
  }

  /** The past of a fork, up to the point it was made from. */
  #beginWith({ sessionId, end }: NonNullable<FilePart['base']>, agent: FilePart['file']['agent']): number | null {
    const { store } = this.#options;
    const newest = store.generationsOf(`${agent}:${sessionId}`, null).find(({ state }) => state !== 'superseded');
    // A file of this session that is older than the fork's first one: not what the fork is made from.
    if (newest === undefined || this.#end > 0 || this.#depth >= MAX_DEPTH) {
      this.#missing ??= sessionId;
      return this.#end === 0 ? null : this.#end;
    }
    const past = layoutOf(newest, this.#options, this.#depth + 1);
    const own = past.segments.filter(({ part }) => part.file.sessionId === sessionId);
    const segment = findBase(own, end, this.#options);
    if (segment === null) {
      this.#missing ??= sessionId;
      return null;
    }
    const point = segment.at + end;
    this.#segments = past.segments
      .filter(({ at }) => at < point)
      .map((one) => ({ ...one, length: Math.min(one.length, point - one.at) }));
    const known = past.branches.length > 0 ? past.branches : [{ from: 0, to: null, forkedAt: null }];
    this.#branches = known
      .filter(({ from }) => from < point)
      .map(({ from, to, forkedAt }) => ({ from, to: Math.min(to ?? point, point), forkedAt }));
    this.#missing = past.missing;
    this.#end = point;
    return point;
  }
}

/** The newest file that has a record beginning or ending at that byte; where only one is long enough it need not be asked. */
function findBase(segments: readonly Segment[], end: number, { endsLine }: LayoutOptions): Segment | null {
  const candidates = segments.filter(({ part }) => part.size >= end).toReversed();
  if (candidates.length < 2) return candidates[0] ?? null;
  return candidates.find(({ part }) => part.state === 'there' && endsLine(part.path, end)) ?? candidates[0] ?? null;
}

/** With numbers, and whether each is on the way from the newest record back to the first. Empty where none was left. */
function withLive(branches: readonly Omit<Branch, 'id' | 'live'>[]): Branch[] {
  const live = new Set<number>();
  for (let id = branches.length - 1; id >= 0;) {
    live.add(id);
    const forkedAt = branches[id]?.forkedAt ?? null;
    if (forkedAt === null) break;
    const before = id;
    id = branches.findLastIndex(({ from }, other) => other < before && from < forkedAt);
  }
  const last = branches.length - 1;
  const all = branches.map((branch, id) => ({
    ...branch,
    id,
    to: id === last ? null : branch.to,
    live: live.has(id),
  }));
  return rewoundRanges(all).length === 0 ? [] : all;
}
