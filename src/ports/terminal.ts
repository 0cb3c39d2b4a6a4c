import type { TerminalName } from '../contract/agent.ts';

/** Stable address of a pane. `epoch` is the multiplexer server's pid and start time: a ref from an old epoch is refused. */
export interface PaneRef {
  terminal: TerminalName;
  /** tmux: socket path. Zellij: socket directory. */
  server: string;
  epoch: string;
  /** tmux: session id (`$0`). Zellij: session name. */
  session: string;
  /** tmux: `%5`. Zellij: `terminal_3`. */
  pane: string;
}

export interface PaneInfo {
  ref: PaneRef;
  /** What its user calls the place, e.g. `work:2.1`. */
  label: string;
  title: string;
  /** Process that the multiplexer started in the pane, where it says so. */
  rootPid?: number;
  tty?: string;
  command?: string;
  cwd?: string;
  cols: number;
  rows: number;
  state: 'running' | 'held' | 'dead';
  /** A person is in copy or scroll mode. */
  inMode: boolean;
  inputOff: boolean;
  /** Typing into this pane would reach others too. */
  synchronized: boolean;
}

/** A process as `locate` needs it; `ancestors` nearest first. */
export interface ProcessFacts {
  pid: number;
  startTime: string;
  env: Readonly<Record<string, string>>;
  tty: string | null;
  ancestors: readonly number[];
}

/** One step of input. Text is sanitised and keys are encoded in one shared place (`terminals/input.ts`). */
export type InputStep =
  /** As a paste: brackets when the application asked for them. */
  | { kind: 'paste'; text: string }
  /** As raw characters, single line. */
  | { kind: 'type'; text: string }
  | {
      kind: 'key';
      key: 'enter' | 'escape' | 'tab' | 'shift-tab' | 'up' | 'down' | 'left' | 'right' | 'backspace' | 'ctrl-c';
    }
  /** Waits until the screen satisfies `test`; `required: false` goes on after the timeout. */
  | { kind: 'expect'; what: string; test: (screen: ScreenSnapshot) => boolean; timeoutMs: number; required: boolean }
  /** Looks at the screen, with ANSI rows, until `next` says how to go on; null: not yet, and refused after the timeout. */
  | { kind: 'look'; what: string; next: (screen: ScreenSnapshot) => NextSteps | null; timeoutMs: number }
  | { kind: 'pause'; ms: number };

/** What a look decided: the steps that take its place, or why nothing more is written. */
export type NextSteps = { ok: true; steps: readonly InputStep[] } | { ok: false; code: string; reason: string };

/** Asked just before every write; any reason refuses the rest. */
export type Guard = () => Promise<{ ok: true } | { ok: false; code: string; reason: string }>;

/** What became of a list of steps. Writes are never repeated by a terminal adapter. */
export type InputResult =
  | { state: 'accepted'; stepsDone: number }
  /** Nothing more was written; `stepsDone` of the steps had been gone through. `wrote`: and at least one of them wrote. */
  | { state: 'refused'; code: RefusalCode | string; reason: string; stepsDone: number; wrote?: boolean }
  | { state: 'unknown'; reason: string; stepsDone: number };

export type RefusalCode =
  | 'pane_gone'
  | 'stale_server'
  | 'pane_dead'
  | 'pane_held'
  | 'input_off'
  | 'synchronized'
  | 'in_mode'
  | 'guard'
  | 'not_shown'
  | 'bad_text'
  | 'too_large'
  | 'unsupported';

export interface ScreenSnapshot {
  at: number;
  cols: number;
  rows: number;
  /** Rows as text, top to bottom, without trailing blanks. */
  lines: string[];
  /** The same with SGR sequences, when asked for. */
  ansi?: string[];
  cursor?: { x: number; y: number };
}

export interface TerminalProbe {
  available: boolean;
  version?: string;
  /** Why not, or what is missing, with what to do. */
  detail: string;
}

/** One multiplexer's adapter. Reads may be retried, writes never; every call has a timeout. */
export interface TerminalAdapter {
  readonly terminal: TerminalName;
  /** A pane that somebody watches is read no more often than this, ms; absent: reading disturbs nobody. */
  readonly watchEveryMs?: number;
  probe(): Promise<TerminalProbe>;
  /** Every pane of every server known so far. Throws when that cannot be known; never `[]` for "lost". */
  list(): Promise<PaneInfo[]>;
  /** The pane a process runs in: by tty and environment, proven against the multiplexer; null when it is in none of its panes. */
  locate(process: ProcessFacts): Promise<PaneInfo | null>;
  /** The pane as it is now; null when it is gone or its server is another one. */
  inspect(ref: PaneRef): Promise<PaneInfo | null>;
  /** Serialised per pane; the guard is asked before every write. */
  input(ref: PaneRef, steps: readonly InputStep[], guard: Guard): Promise<InputResult>;
  snapshot(ref: PaneRef, options?: { ansi?: boolean }): Promise<ScreenSnapshot>;
  /** Brings the pane to the front in every client that shows its session; types nothing. */
  reveal(ref: PaneRef): Promise<{ shown: boolean; note: string }>;
  dispose(): Promise<void>;
}
