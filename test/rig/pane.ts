/** One terminal pane with something running in it, whatever holds it. */
export interface Pane {
  readonly mux: 'tmux' | 'zellij' | 'none';
  /** As the multiplexer names it: `%3`, `terminal_3`. */
  readonly id: string;
  readonly tmux?: { socket: string; session: string };
  readonly zellij?: { socketDir: string; session: string };
  /** The pane's first process: the command itself, or the shell. */
  readonly rootPid: number;
  /** A fair pause between two looks at the screen: looking costs more in some terminals. */
  readonly pollMs: number;
  /** The visible rows, as text. */
  screen(): Promise<string>;
  /** Pastes as a person would: in brackets when the program asked for them. */
  paste(text: string): Promise<void>;
  /** Bytes as if typed, e.g. `\r`, `\x1b`, `\x1b[B`. */
  write(bytes: string): Promise<void>;
  /** Closes the pane, whatever runs in it. */
  close(): Promise<void>;
}

export interface PaneOptions {
  cwd: string;
  /** Program and arguments; a shell when not given. */
  command?: string[];
  name?: string;
  /** On top of the rig's environment. */
  env?: Record<string, string>;
}

/** Where panes are opened. */
export interface Terminal {
  open(options: PaneOptions): Promise<Pane>;
  /** A client as a person has one open: what it writes is in `screen()`, what the person types goes to `write()`. */
  attachClient(): Promise<Pane>;
  /** Runs one of the multiplexer's own commands and returns what it printed. */
  command(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

export interface TerminalOptions {
  program: string;
  home: string;
  env: Record<string, string>;
  size: { columns: number; rows: number };
}
