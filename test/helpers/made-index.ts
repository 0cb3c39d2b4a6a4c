import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationItem } from '../../src/contract/conversation.ts';
import { isError, roleOf } from '../../src/core/search/item-text.ts';
import type { Generation, HistoryStore, IndexWriter, SessionDelta } from '../../src/ports/history-store.ts';
import { openHistoryStore } from '../../src/store/index/history-store.ts';
import { openIndexWriter } from '../../src/store/index/index-writer.ts';
import { packItems } from '../../src/store/index/pack.ts';

const RECORD_BYTES = 100;

type Unplaced<T> = T extends ConversationItem ? Omit<T, 'offset' | 'id'> & { id?: string } : never;
/** An item before it has its place. */
export type MadeItem = Unplaced<ConversationItem>;

/** Where a block of a made index goes. */
export interface MadePlace {
  session: string;
  agent?: 'claude' | 'codex';
  agentId?: string;
  facts?: Partial<SessionDelta>;
}

/** A real `index.db` in a folder of its own, filled by hand. */
export interface MadeIndex {
  readonly store: HistoryStore;
  /** One block at the end of a session's file; a record an item. */
  add(place: MadePlace, items: readonly MadeItem[]): void;
  /** The session's file is gone. */
  deleteSource(session: string): void;
  writer: IndexWriter;
  dispose(): void;
}

export async function makeIndex(): Promise<MadeIndex> {
  const dir = mkdtempSync(join(tmpdir(), 'amc-made-index-'));
  const path = join(dir, 'index.db');
  const writer = await openIndexWriter({ path });
  const store = await openHistoryStore({ path });
  const files = new Map<string, { generation: Generation; read: number; count: number }>();
  const fileOf = ({ session, agent = 'claude', agentId }: MadePlace) => {
    const name = `${session}/${agentId ?? ''}`;
    const known = files.get(name);
    if (known !== undefined) return known;
    const head = { length: name.length, hash: name };
    const generation = writer.begin({
      path: `/transcripts/${name}`,
      file: {
        agent,
        sessionId: session,
        archived: false,
        encoding: 'plain',
        ...(agentId && { agentId }),
      },
      head,
      tail: head,
      size: 0,
      mtimeMs: 0,
      inode: name,
      sketch: null,
    });
    const made = { generation, read: 0, count: 0 };
    files.set(name, made);
    return made;
  };
  return {
    store,
    writer,
    add(place, made) {
      const file = fileOf(place);
      const from = file.read;
      const items = made.map((item) => {
        file.count += 1;
        const offset = file.read;
        file.read += RECORD_BYTES;
        return { id: `${place.session}-${file.count}`, ...item, offset } as ConversationItem;
      });
      const times = items.flatMap(({ at }) => at ?? []);
      writer.commit({
        generation: file.generation.id,
        from,
        to: file.read,
        size: file.read,
        mtimeMs: 0,
        tail: { length: 0, hash: '' },
        records: items.length,
        blank: 0,
        unknown: [],
        unreadable: [],
        usage: [],
        spans: [],
        branches: [],
        bytes: { records: file.read - from, blank: 0, unreadable: 0 },
        blocks: [
          {
            from,
            to: file.read,
            firstAt: times.length === 0 ? null : Math.min(...times),
            lastAt: times.length === 0 ? null : Math.max(...times),
            roles: [...new Set(items.map(roleOf))],
            tools: items.flatMap((item) => (item.kind === 'tool_call' ? item.tool : [])),
            hasError: items.some(isError),
            ...packItems(items),
          },
        ],
        session: { prompts: 0, replies: 0, toolCalls: 0, errors: 0, ...place.facts },
        memory: null,
      });
    },
    deleteSource(session) {
      const file = files.get(`${session}/`);
      if (file === undefined) throw new Error(`expected a session ${session}`);
      writer.mark(file.generation.id, { state: 'gone' });
    },
    dispose() {
      store.close();
      writer.close();
      rmSync(dir, { recursive: true });
    },
  };
}
