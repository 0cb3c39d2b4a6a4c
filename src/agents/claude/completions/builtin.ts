import type { Completion } from '../../../contract/completion.ts';

/**
 * Commands and skills of Claude Code 2.1.330 itself that were run as prompts, left the input box as it was and showed
 * what they did (../FORMAT.md, "Completions"). The words are those of its own list.
 */
const BUILTIN: Readonly<Record<string, string>> = {
  'code-review': 'Review the current diff or a PR for bugs',
  compact: 'Free up context by summarizing the conversation so far',
  context: 'Show what fills the context',
  debug: 'Turn on debug logging and investigate problems',
  'deep-research': 'Deep research: fan-out web searches, fetch sources, verify claims, a cited report',
  init: 'Initialize a new CLAUDE.md file with codebase documentation',
  insights: 'Generate a report analyzing your Claude Code sessions',
  'list-agents': 'List subagents, teammates, and other Claude sessions you can message',
  loop: 'Repeat a prompt or command on an interval (e.g. /loop 5m /foo)',
  'output-style': 'List output styles or switch to one',
  plan: 'Turn on plan mode or view the plan',
  recap: 'Generate a one-line session recap now',
  'release-notes': 'View release notes',
  'reload-plugins': 'Activate pending plugin changes in the current session',
  'reload-skills': 'Pick up skills added or changed on disk during this session',
  rename: 'Rename the current conversation',
  run: 'Launch this project’s app to see your change working',
  'security-review': 'Complete a security review of the pending changes on the current branch',
  simplify: 'Clean up the changed code without changing behavior',
  subtask: 'Send a subagent off with your full context; its result comes back here',
  'update-config': 'Change settings: hooks, permissions, environment variables',
  verify: 'Try your change and report if it works',
};

export const builtinCompletions: readonly Completion[] = Object.entries(BUILTIN).map(([name, detail]) => ({
  insert: `/${name}`,
  label: `/${name}`,
  detail,
}));
