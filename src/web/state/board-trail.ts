import type { Board } from './reducer.ts';
import { stateHash } from '../../core/state-hash.ts';

/** What the board was after which event, noted down only while somebody compares it with the server's. */
let trail: Map<string, string> | null = null;
let listeners: (() => void)[] = [];

export function hashOfBoard({ sessions, commands }: Board): string {
  return stateHash({ sessions: sessions.values(), commands: commands.values() });
}

export function isTrailKept(): boolean {
  return trail !== null;
}

/** The board as it is after the event of this id. */
export function addToTrail(id: string, board: Board): void {
  trail?.set(id, hashOfBoard(board));
  for (const listener of listeners) listener();
}

export function beginTrail(id: string, board: Board): void {
  trail = new Map([[id, hashOfBoard(board)]]);
}

export function endTrail(): void {
  trail = null;
  listeners = [];
}

/** The board's hash after the event of this id, as soon as that has come; null when it has not within `withinMs`. */
export function hashAt(id: string, withinMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), withinMs);
    const look = (): void => {
      const hash = trail?.get(id);
      if (hash === undefined) return;
      clearTimeout(timer);
      resolve(hash);
    };
    listeners.push(look);
    look();
  });
}
