/** What a spool file's name says: the hook's process, and which of its tries at a free name it was. */
export interface SpoolName {
  /** `<pid>.<n>`; the relay of the same hook is called so too. */
  stem: string;
  pid: number;
  n: number;
}

const EVENT = /^(?<stem>(?<pid>\d{1,10})\.(?<n>\d{1,9}))\.event$/;
const PART = /^\.(?<stem>(?<pid>\d{1,10})\.(?<n>\d{1,9}))\.part$/;

/** null: no name a hook gives to a whole event. */
export function parseEventFile(file: string): SpoolName | null {
  return spoolName(EVENT.exec(file));
}

/** null: no name a hook gives to an event that is still being written. */
export function parsePartFile(file: string): SpoolName | null {
  return spoolName(PART.exec(file));
}

function spoolName(match: RegExpExecArray | null): SpoolName | null {
  const { stem, pid, n } = match?.groups ?? {};
  return stem === undefined ? null : { stem, pid: Number(pid), n: Number(n) };
}

/**
 * The name of an event for good. Process ids come again, so the time the hook wrote it (ns) is part of it; that makes
 * it unique, and the same when the file is read a second time.
 */
export function eventName(stem: string, writtenNs: bigint): string {
  return `${stem}@${writtenNs}`;
}

export function parseEventName(name: string): { stem: string; pid: number; writtenNs: bigint } | null {
  const { stem, pid, ns } = /^(?<stem>(?<pid>\d{1,10})\.\d{1,9})@(?<ns>\d{1,20})$/.exec(name)?.groups ?? {};
  if (stem === undefined || ns === undefined) return null;
  return { stem, pid: Number(pid), writtenNs: BigInt(ns) };
}
