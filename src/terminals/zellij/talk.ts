import type { ListedPane, ListedTab } from './listing.ts';

export type PaneWrite =
  | { type: 'write'; pane: number; bytes: Uint8Array }
  | { type: 'paste'; pane: number; text: string };

/** A conversation with one session's server. Every call throws `UpstreamError` when the answer is not to be had. */
export interface Talk {
  /** The most a `paste` can carry. */
  readonly maxTextBytes: number;
  panes(): Promise<ListedPane[]>;
  tabs(): Promise<ListedTab[]>;
  /** The pane's rows from top to bottom, as it shows them now; null when there is no such pane. */
  rows(pane: number, options: { ansi: boolean }): Promise<string[] | null>;
  /**
   * Hands a write over and resolves when the server has passed it on. Any error means that it may have been written. An
   * unknown pane is no error to Zellij: look first.
   */
  write(write: PaneWrite): Promise<void>;
  close(): void;
}
