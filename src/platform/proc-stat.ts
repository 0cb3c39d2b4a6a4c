import type { ProcessInfo } from '../ports/process-table.ts';

/**
 * One line of /proc/PID/stat (proc_pid_stat(5)): `pid (comm) state ppid pgrp session tty_nr tpgid …`, field 22 is the start
 * time. comm may hold blanks and brackets. null: not such a line, or a process that has ended and only waits to be collected.
 */
export function parseProcStat(line: string): ProcessInfo | null {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const [state, ppid, pgrp, , ttyNumber, tpgid, ...rest] = line.slice(close + 2).split(' ');
  const startTime = rest[13];
  if (startTime === undefined || tpgid === undefined || state === 'Z' || state === 'X') return null;
  const pid = Number(line.slice(0, open));
  const numbers = [pid, Number(ppid), Number(pgrp), Number(tpgid)];
  if (numbers.some((value) => !Number.isInteger(value))) return null;
  return {
    pid,
    ppid: Number(ppid),
    startTime,
    tty: ttyPath(Number(ttyNumber)),
    pgrp: Number(pgrp),
    tpgid: Number(tpgid),
    comm: line.slice(open + 1, close),
  };
}

/** Device numbers of terminals (Documentation/admin-guide/devices.txt): 136–143 are the pseudo-terminals, 256 to each. */
function ttyPath(device: number): string | null {
  const major = (device >>> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `/dev/pts/${minor + (major - 136) * 256}`;
  if (major === 4) return minor < 64 ? `/dev/tty${minor}` : `/dev/ttyS${minor - 64}`;
  return null;
}
