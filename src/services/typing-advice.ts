/** What a person can do after a refusal, by its code. */
const steps: Readonly<Record<string, string>> = {
  not_typable: 'Answer it in the terminal it runs in.',
  no_process: 'Send it again when the session shows that its agent runs.',
  no_pane: 'Type it into its terminal yourself, or start the agent in tmux or Zellij.',
  agent_gone: 'Start the agent again, then send it again.',
  other_terminal: 'Send it again: AMC looks for the new place.',
  not_foreground: 'Bring the agent back to the front of its terminal (fg), then send it again.',
  pane_gone: 'See whether the agent still runs, then send it again.',
  stale_server: 'See whether the agent still runs, then send it again.',
  pane_dead: 'Start the agent again in that pane, then send it again.',
  pane_held: 'Start the agent again in that pane, then send it again.',
  input_off: 'Switch its input on (select-pane -e), then send it again.',
  synchronized: 'Switch the synchronized input off there, then send it again.',
  in_mode: 'Leave the scrolling in that pane (q), then send it again.',
  guard: 'Look at the pane, then send it again.',
  not_shown: 'Look at the pane: the text may stand there unsent.',
  bad_text: 'Take that character out, then send it again.',
  too_large: 'Write it into a file and send its path.',
  unsupported: 'Send it as one line.',
  busy: 'Wait until the other AMC is done, then send it again.',
  lock_unavailable: 'See whether the data folder of AMC can be written to.',
  not_answering: 'See whether the multiplexer reacts in a terminal, then send it again.',
  tmux_not_answering: 'See whether tmux reacts in a terminal, then send it again.',
  zellij_timeout: 'See whether Zellij reacts in a terminal, then send it again.',
  stopping: 'Send it again when AMC runs again.',
};

/** Always something: an answer without it leaves a person alone. */
export function nextStepFor(code: string): string {
  return steps[code] ?? 'Look at the pane, then send it again.';
}
