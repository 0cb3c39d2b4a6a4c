/** What a text is to Claude Code when it is typed into its input box. The facts are in FORMAT.md, "Typing". */
export type TypedText =
  | { kind: 'prompt' }
  | { kind: 'command'; text: string }
  | { kind: 'refused'; code: string; why: string; next: string };

/** Longer pastes are folded into a mark, and a folded command is none. */
const MAX_COMMAND = 500;

/** Commands that open a view or a dialog, which would then take the keyboard; none of them is recorded before it is left. */
const OPENS_VIEW = new Set(
  (
    'add-dir agents allowed-tools app artifacts auto-mode-setup autofix-pr background bashes bg branch btw bug checkpoint ' +
    'chrome cloud-plugins color config continue cost daemon desktop diff doctor export feedback fork help hooks ide import ' +
    'install install-github-app install-slack-app keybindings login logout marketplace mcp memory mobile ios android ' +
    'permissions plugin plugins powerup privacy-settings project radio rate-limit-options rc remote remote-control ' +
    'remote-env resume rewind routines sandbox schedule session settings setup-bedrock setup-vertex skills stats status ' +
    'statusline stickers stop tasks teleport terminal-setup theme tp tui ultraplan ultrareview undo upgrade usage ' +
    'usage-credits extra-usage use-case voice web-setup workflows'
  ).split(' '),
);

/** The same, but only where no word stands behind them. */
const OPENS_VIEW_ALONE = new Set(['autocompact', 'fast', 'goal']);

/** Commands that AMC has an action for, which knows how to prove them. */
const HAS_ACTION: Readonly<Record<string, string>> = {
  clear: 'clear',
  reset: 'clear',
  new: 'clear',
  model: 'model',
  effort: 'model',
  exit: 'close',
  quit: 'close',
};

/** Blanks in front do not make a command plain text, so they are looked through. */
export function readTyped(text: string): TypedText {
  const bare = text.trim();
  if (bare.startsWith('!')) {
    return {
      kind: 'refused',
      code: 'shell_prefix',
      why: 'what begins with "!" would run in a shell there and not be asked',
      next: 'Type it in the pane, or put a word before it.',
    };
  }
  // `/etc/passwd is …` is a prompt, `/name …` a command.
  const name = /^\/([^\s/]*)(?=\s|$)/.exec(bare)?.[1];
  if (name === undefined) return { kind: 'prompt' };
  return readCommand(bare, name);
}

function readCommand(text: string, name: string): TypedText {
  const next = 'Type it in the pane.';
  if (name === '') return refused('no_command', 'a "/" without a name opens a list of commands', next);
  if (/[\r\n\t]/.test(text)) return refused('command_lines', 'a command must be one line', 'Take the line ends out.');
  if (text.length > MAX_COMMAND) {
    return refused('command_long', `a command of more than ${MAX_COMMAND} characters would not be run as one`, next);
  }
  const action = HAS_ACTION[name.toLowerCase()];
  if (action !== undefined) {
    return refused('has_action', `/${name} is not sent as a prompt`, `Use the session's own "${action}" instead.`);
  }
  const isAlone = text.length === name.length + 1;
  if (OPENS_VIEW.has(name.toLowerCase()) || (isAlone && OPENS_VIEW_ALONE.has(name.toLowerCase()))) {
    return refused('opens_view', `/${name} would open a view that takes the keyboard`, next);
  }
  return { kind: 'command', text };
}

function refused(code: string, why: string, next: string): TypedText {
  return { kind: 'refused', code, why, next };
}
