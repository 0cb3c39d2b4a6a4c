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

/** What a person types into a pane through AMC: text as it is typed, or one key. */
export const PaneKeys = z.union([
  z.object({ text: z.string().min(1).max(4_000) }),
  z.object({
    key: z.enum(['enter', 'escape', 'tab', 'shift-tab', 'up', 'down', 'left', 'right', 'backspace', 'ctrl-c']),
  }),
]);
export type PaneKeys = z.infer<typeof PaneKeys>;
