import type { DeliveryReason } from '../../contract/command.ts';

/** What AMC does instead of a command of Codex's own, by its name (FORMAT.md §4). */
const INSTEAD: Readonly<Record<string, string>> = {
  compact: 'Use the action "compact".',
  model: 'Use the action "model".',
  permissions: 'Use the action "mode".',
  approvals: 'Use the action "mode".',
  plan: 'Use the action "mode", with the mode "plan".',
  rename: 'Use the action "rename".',
  quit: 'Use the action "close", where it is offered.',
  exit: 'Use the action "close", where it is offered.',
};

/** The commands of Codex's terminal that AMC has no action for. Other words behind a `/` are words: `/etc is a folder`. */
const OTHERS = new Set(
  (
    'agents app approve archive cd clear config copy daemon delete diff experimental export fast feedback fork goal hooks ' +
    'ide import init keymap logout mcp memories mention new personality pets plugins presets ps pwd raw recap resume ' +
    'review side skills status statusline theme title tui vim voice warnings worktree'
  ).split(' '),
);

/**
 * Why a prompt is not sent as it is: Codex's terminal would take it as a command, its server would hand it to the model
 * as words. Neither is what was meant for sure. null: it is a prompt. A path (`/etc/hosts`) is one.
 */
export function prefixOf(text: string): DeliveryReason | null {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('!')) {
    return {
      code: 'prefix',
      message: 'Nothing was sent: a prompt that begins with "!" is a shell command to Codex, which AMC does not send.',
      next: 'Ask Codex in words to run it, or type it in its terminal.',
    };
  }
  const name = /^\/([a-z][\w-]*)(?=\s|$)/i.exec(trimmed)?.[1]?.toLowerCase();
  if (name === undefined || (!Object.hasOwn(INSTEAD, name) && !OTHERS.has(name))) return null;
  return {
    code: 'prefix',
    message: `Nothing was sent: "/${name}" is a command of Codex's terminal, its server would take it as words.`,
    next: INSTEAD[name] ?? 'Type it in its terminal.',
  };
}
