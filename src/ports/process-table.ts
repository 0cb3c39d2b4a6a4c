/** A running process. `startTime` tells two processes with one pid apart (Linux: field 22 of /proc/PID/stat). */
export interface ProcessInfo {
  pid: number;
  ppid: number;
  startTime: string;
  /** Path of its controlling terminal, e.g. `/dev/pts/3`. */
  tty: string | null;
  pgrp: number;
  /** Foreground process group of its terminal; -1 without one. */
  tpgid: number;
  comm: string;
}

export interface ProcessTable {
  /** null: no such process. */
  get(pid: number): Promise<ProcessInfo | null>;
  /** Its environment at start; empty when it may not be read. */
  environ(pid: number): Promise<Readonly<Record<string, string>>>;
  cwd(pid: number): Promise<string | null>;
  argv(pid: number): Promise<readonly string[]>;
  /** Every process of this user. */
  list(): Promise<readonly ProcessInfo[]>;
  /** Parent, its parent, …; nearest first. */
  ancestors(pid: number): Promise<readonly number[]>;
  /** Paths of regular files the process holds open; empty when they may not be read. */
  openFiles(pid: number): Promise<readonly string[]>;
}
