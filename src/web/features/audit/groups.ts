import type { AuditEntry } from '../../../contract/audit.ts';

/** All that is read of one command, its steps in the order they happened. */
export interface AuditGroup {
  commandId: string;
  /** The newest step: how it stands, as far as the log tells. */
  last: AuditEntry;
  steps: readonly AuditEntry[];
}

/** Entries, newest first, as commands: the one that moved last first. A line that was read twice counts once. */
export function groupsOf(entries: readonly AuditEntry[]): AuditGroup[] {
  const steps = new Map<string, Map<number, AuditEntry>>();
  for (const entry of entries) {
    const own = steps.get(entry.commandId) ?? new Map<number, AuditEntry>();
    steps.set(entry.commandId, own.set(entry.seq, entry));
  }
  return [...steps].flatMap(([commandId, own]) => {
    const ordered = [...own.values()].sort((a, b) => a.seq - b.seq);
    const last = ordered.at(-1);
    return last === undefined ? [] : [{ commandId, last, steps: ordered }];
  });
}

/** What the newest step that tells it says: a channel or a proof is not told again by every later step. */
export function told<K extends 'via' | 'evidence' | 'reason' | 'actor' | 'sessionTitle'>(
  { steps }: AuditGroup,
  what: K,
): AuditEntry[K] | undefined {
  return steps.findLast((step) => step[what] !== undefined)?.[what];
}
