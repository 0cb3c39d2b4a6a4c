import { z } from 'zod';
import type { PaneInfo } from '../../ports/terminal.ts';
import { zellijError } from './errors.ts';

/** One entry of `list-panes --json`; every other field is left alone (FORMAT.md, "Listings"). */
const ListedPane = z.object({
  id: z.number().int().nonnegative(),
  is_plugin: z.boolean(),
  title: z.string(),
  exited: z.boolean(),
  is_held: z.boolean(),
  tab_id: z.number(),
  tab_name: z.string(),
  pane_x: z.number(),
  pane_y: z.number(),
  pane_content_x: z.number(),
  pane_content_y: z.number(),
  pane_content_rows: z.number(),
  pane_content_columns: z.number(),
  cursor_coordinates_in_pane: z.tuple([z.number(), z.number()]).nullish(),
  terminal_command: z.string().nullish(),
  pane_command: z.string().nullish(),
  pane_cwd: z.string().nullish(),
});
export type ListedPane = z.infer<typeof ListedPane>;

const ListedTab = z.object({ tab_id: z.number(), is_sync_panes_active: z.boolean() });
export type ListedTab = z.infer<typeof ListedTab>;

/** Panes that run programs. A plugin's pane may have the same number and is never one of them. */
export function parsePanes(json: string): ListedPane[] {
  return parse(z.array(ListedPane), json, 'list of panes').filter((pane) => !pane.is_plugin);
}

export function parseTabs(json: string): ListedTab[] {
  return parse(z.array(ListedTab), json, 'list of tabs');
}

/** A person's view of the session. `pane` is the one in front there; null when that is a plugin's. */
export interface ListedClient {
  id: number;
  pane: number | null;
}

/** `list-clients` is a table: number, pane, command. */
export function parseClients(text: string): ListedClient[] {
  const [header = '', ...rows] = text.split('\n').filter((row) => row.trim() !== '');
  if (!header.startsWith('CLIENT_ID'))
    throw zellijError('zellij_protocol', `Zellij's list of clients is not as AMC knows it.`);
  return rows.flatMap((row) => {
    const [id = '', pane = ''] = row.trim().split(/ +/);
    return /^\d+$/.test(id) ? [{ id: Number(id), pane: paneNumber(pane) }] : [];
  });
}

export function stateOf(pane: ListedPane): PaneInfo['state'] {
  if (pane.is_held) return 'held';
  return pane.exited ? 'dead' : 'running';
}

/** A tab that is not listed counts as synchronized: what cannot be ruled out is not ruled out. */
export function isSynchronized(pane: ListedPane, tabs: readonly ListedTab[]): boolean {
  return tabs.find((tab) => tab.tab_id === pane.tab_id)?.is_sync_panes_active ?? true;
}

/** `terminal_3` → 3; null for a plugin's pane or anything else. */
export function paneNumber(pane: string): number | null {
  const digits = /^terminal_(\d{1,9})$/.exec(pane)?.[1];
  return digits === undefined ? null : Number(digits);
}

function parse<T>(schema: z.ZodType<T>, json: string, what: string): T {
  try {
    return schema.parse(JSON.parse(json));
  } catch (cause) {
    throw zellijError('zellij_protocol', `Zellij's ${what} is not as AMC knows it.`, cause);
  }
}
