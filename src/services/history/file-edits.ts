import type { ConversationItem, FileChange } from '../../contract/conversation.ts';
import { lineCounts, type LineCounts } from '../../core/conversation/line-counts.ts';
import type { RecordSource } from '../../ingest/transcript-records.ts';

/** One change to one file that a conversation tells of. */
export interface FileEdit extends LineCounts {
  callId: string;
  path: string;
  created: boolean;
  at: number | undefined;
  offset: number;
}

/**
 * The edits of one conversation, read from its newest record back, as far as there is time: what was read stays known, so
 * that the next look reads only what came meanwhile, and what there was no time for.
 */
export class FileEdits {
  /** Newest first. */
  #edits: FileEdit[] = [];
  /** Newest first, of calls whose results have not been seen. */
  #open: FileEdit[] = [];
  /** Results whose calls lie before what was read, by call. */
  #early = new Map<string, boolean>();
  /** What lies between these two byte offsets is known. */
  #upTo = 0;
  #downTo: number | null = null;

  /** What was found so far, newest first: only what the agent's record says was done. */
  get edits(): readonly FileEdit[] {
    return this.#edits;
  }

  get isComplete(): boolean {
    return this.#downTo === 0;
  }

  /** Reads until everything is known or `isOver` says so. A file that was rewritten is read anew. */
  async readOn(records: RecordSource, isOver: () => boolean): Promise<void> {
    if (this.#downTo === null || !(await records.holds(this.#upTo))) this.#forget();
    else if (!(await this.#readNewer(records, isOver))) return;
    await this.#readOlder(records, isOver);
  }

  #forget(): void {
    this.#edits = [];
    this.#open = [];
    this.#early = new Map();
    this.#upTo = 0;
    this.#downTo = null;
  }

  /** What came behind what is known. All of it or, when there is no time, nothing: then all is read anew. */
  async #readNewer(records: RecordSource, isOver: () => boolean): Promise<boolean> {
    for await (const { items, end } of records.forward(this.#upTo)) {
      for (const item of items) this.#takeNewer(item);
      this.#upTo = end;
      if (isOver()) return false;
    }
    return true;
  }

  #takeNewer(item: ConversationItem): void {
    if (item.kind === 'tool_call') this.#open.unshift(...editsOf(item));
    else if (item.kind === 'tool_result') {
      const due = this.#open.filter(({ callId }) => callId === item.callId);
      this.#open = this.#open.filter(({ callId }) => callId !== item.callId);
      if (item.ok) this.#edits.unshift(...due);
    }
  }

  async #readOlder(records: RecordSource, isOver: () => boolean): Promise<void> {
    if (this.#downTo === 0) return;
    for await (const { items, offset, end } of records.backward(this.#downTo ?? undefined)) {
      this.#upTo = Math.max(this.#upTo, end);
      for (const item of items.toReversed()) this.#takeOlder(item);
      this.#downTo = offset;
      if (isOver()) return;
    }
    this.#downTo = 0;
    this.#early.clear();
  }

  #takeOlder(item: ConversationItem): void {
    if (item.kind === 'tool_result') this.#early.set(item.callId, item.ok);
    else if (item.kind === 'tool_call') {
      const ok = this.#early.get(item.callId);
      this.#early.delete(item.callId);
      if (ok === undefined) this.#open.push(...editsOf(item));
      else if (ok) this.#edits.push(...editsOf(item));
    }
  }
}

function editsOf({ view, callId, at, offset }: Extract<ConversationItem, { kind: 'tool_call' }>): FileEdit[] {
  if (view?.type !== 'edit') return [];
  return view.files.map((file) => ({
    ...lineCounts(file),
    callId,
    path: pathOf(file),
    created: file.change === 'add',
    at,
    offset,
  }));
}

function pathOf({ path, movedTo }: FileChange): string {
  return movedTo ?? path;
}
