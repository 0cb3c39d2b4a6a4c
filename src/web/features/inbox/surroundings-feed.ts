import { useEffect, useSyncExternalStore } from 'react';
import type { ConversationItem } from '../../../contract/conversation.ts';
import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';
import { messageOf } from '../../../lib/message-of.ts';
import { client, noteRefusal } from '../../state/connection.ts';

/** The newest of a conversation, around a request; `rev` is how far it was read. */
export interface Around {
  items: readonly ConversationItem[] | null;
  rev: number | null;
  problem: string | null;
}

const NONE: Around = { items: null, rev: null, problem: null };
/** Enough to see what led to a request. */
const ITEMS = 24;
const MOST_KEPT = 40;

const known = new Map<string, Around>();
const reading = new Set<string>();
const listeners = new Set<() => void>();

/** What was said last before a request; read when it is not known up to what the session says. */
export function useSurroundings(session: Session, request: Request): Around & { retry: () => void } {
  const name = nameOf(session, request);
  const around = useSyncExternalStore(subscribe, () => known.get(name) ?? NONE);
  // What came while it was being read is read after that.
  const { rev } = around;
  useEffect(() => {
    if (rev !== session.conversationRev) readSurroundings(session, request);
  }, [rev, session, request]);
  const retry = (): void => {
    known.delete(name);
    readSurroundings(session, request);
  };
  return { ...around, retry };
}

/** So that it is there when its request is shown. */
export function readSurroundings(session: Session, request: Request): void {
  const name = nameOf(session, request);
  const rev = session.conversationRev;
  if (reading.has(name) || known.get(name)?.rev === rev) return;
  reading.add(name);
  void read(session, request)
    .then(
      (items) => keep(name, { items, rev, problem: null }),
      (error: unknown) => {
        noteRefusal(error);
        keep(name, { items: known.get(name)?.items ?? null, rev, problem: messageOf(error) });
      },
    )
    .finally(() => reading.delete(name));
}

async function read({ key }: Session, { subagent }: Request): Promise<readonly ConversationItem[]> {
  const query = { limit: ITEMS, ...(subagent === undefined ? {} : { agentId: subagent.id }) };
  return (await client.call('conversation', { params: { key }, query })).items;
}

function keep(name: string, around: Around): void {
  known.delete(name);
  known.set(name, around);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  for (const listener of listeners) listener();
}

function nameOf({ key }: Session, { subagent }: Request): string {
  return `${key} ${subagent?.id ?? ''}`;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
