import { z } from 'zod';

/** A pane as it is shown now. `rows` are lines with SGR sequences, top to bottom. */
export const PaneScreen = z.object({
  at: z.number(),
  cols: z.number(),
  rows: z.array(z.string()),
  cursor: z.object({ x: z.number(), y: z.number() }).optional(),
});
export type PaneScreen = z.infer<typeof PaneScreen>;

/**
 * Events on `GET /api/sessions/:key/screen` (server-sent events): the pane whenever it changed, or why it cannot be
 * shown (`gone`: nothing follows).
 */
export const ScreenEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('screen'), screen: PaneScreen }),
  z.object({ type: z.literal('unreadable'), reason: z.string() }),
  z.object({ type: z.literal('gone'), reason: z.string() }),
]);
export type ScreenEvent = z.infer<typeof ScreenEvent>;

/** Events on `GET /api/screens`: those of several panes, each with whose it is. */
export const ScreensEvent = z.object({ key: z.string(), event: ScreenEvent });
export type ScreensEvent = z.infer<typeof ScreensEvent>;

const KeyList = z.array(z.string()).min(1).max(50);

/** Keys of sessions as they stand in an address: a JSON list. */
export const ScreenKeys = z
  .string()
  .max(20_000)
  .refine((text) => keysIn(text) !== null, 'a JSON list of 1 to 50 session keys');

/** The keys in such a text, each once; null: it is none. */
export function keysIn(text: string): readonly string[] | null {
  try {
    const keys = KeyList.safeParse(JSON.parse(text));
    return keys.success ? [...new Set(keys.data)] : null;
  } catch {
    return null;
  }
}

/** What a person types into a pane through AMC: text as it is typed, or one key. */
export const PaneKeys = z.union([
  z.object({ text: z.string().min(1).max(4_000) }),
  z.object({
    key: z.enum(['enter', 'escape', 'tab', 'shift-tab', 'up', 'down', 'left', 'right', 'backspace', 'ctrl-c']),
  }),
]);
export type PaneKeys = z.infer<typeof PaneKeys>;
