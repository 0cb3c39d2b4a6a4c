import { create } from 'zustand';
import type { Action } from '../../contract/command.ts';
import type { Session, SessionKey } from '../../contract/session.ts';
import { sendOne } from './send.ts';

/** One of several commands that were sent together. */
export interface BatchRow {
  id: string;
  sessionKey: SessionKey;
  title: string;
  agent: string;
  /** What it is about, where the session alone does not tell. */
  about: string;
  /** Null until the server has taken it. */
  commandId: string | null;
  /** Of what was not taken: its place in the outbox. */
  outgoing: string | null;
}

/** The newest batch, with what became of each of its parts; null: none, or it was put away. */
export const useBatch = create<{ rows: readonly BatchRow[] | null }>(() => ({ rows: null }));

export interface BatchPart {
  session: Session;
  title: string;
  about: string;
  action: Action;
  holdMs?: number;
}

/** Sends each part as a command of its own, in order. What becomes of one changes nothing for the others. */
export async function sendBatch(parts: readonly BatchPart[]): Promise<void> {
  const rows = parts.map(({ session, title, about }, index) => ({
    id: `${index} ${session.key}`,
    sessionKey: session.key,
    title,
    agent: session.agent,
    about,
    commandId: null,
    outgoing: null,
  }));
  useBatch.setState({ rows });
  await Promise.all(
    parts.map(async ({ session, action, holdMs = 0 }, index) => {
      const { key, command } = await sendOne({ sessionKey: session.key, action, holdMs });
      const id = rows[index]?.id;
      useBatch.setState(({ rows: current }) => ({
        rows:
          current?.map((row) => (row.id === id ? { ...row, commandId: command?.id ?? null, outgoing: key } : row)) ??
          null,
      }));
    }),
  );
}

export function putBatchAway(): void {
  useBatch.setState({ rows: null });
}
