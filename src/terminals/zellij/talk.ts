import type { ListedClient, ListedPane, ListedTab } from './listing.ts';

export type PaneWrite =
  | { type: 'write'; pane: number; bytes: Uint8Array }
  | { type: 'paste'; pane: number; text: string };

export interface Listing {
  panes: ListedPane[];
  tabs: ListedTab[];
}

/** A conversation with one session's server. Every call throws `UpstreamError` when the answer is not to be had. */
export interface Talk {
  /** The most a `paste` can carry. */
  readonly maxTextBytes: number;
  panes(): Promise<ListedPane[]>;
  /** Panes and tabs as they are at one time. */
  listing(): Promise<Listing>;
  /** The pane's rows from top to bottom, as it shows them now; null when there is no such pane. */
  rows(pane: number, options: { ansi: boolean }): Promise<string[] | null>;
  clients(): Promise<ListedClient[]>;
  /** Brings a pane to the front of one client, by default of the one typed in last; tells what all show then. */
  focus(pane: number, client?: number): Promise<ListedClient[]>;
  /**
   * Hands a write over and resolves when the server has passed it on. Any error means that it may have been written. An
   * unknown pane is no error to Zellij: look first.
   */
  write(write: PaneWrite): Promise<void>;
  close(): void;
}
