import type { Completion } from '../../contract/completion.ts';

const item = (insert: string, detail: string, from: string): Completion => ({ insert, label: insert, detail, from });

export const CLAUDE_COMMANDS: readonly Completion[] = [
  item('/clear', 'Start over with an empty context', 'Claude Code'),
  item('/compact', 'Sum the conversation up and go on', 'Claude Code'),
  item('/cost', 'What this session has cost', 'Claude Code'),
  item('/init', 'Write a CLAUDE.md for this project', 'Claude Code'),
  item('/model', 'Choose the model', 'Claude Code'),
  item('/review', 'Review a pull request', 'Claude Code'),
  item('/changelog', 'Write the changelog since the last tag', 'project'),
  item('/release', 'Go through the release checklist', 'project'),
  item('/explain-diff', 'Explain the working tree in plain words', 'user'),
];

export const CODEX_COMMANDS: readonly Completion[] = [
  item('/compact', 'Sum the conversation up and go on', 'Codex'),
  item('/diff', 'Show the working tree', 'Codex'),
  item('/model', 'Choose model and effort', 'Codex'),
  item('/permissions', 'What Codex may do by itself', 'Codex'),
  item('/review', 'Review the changes', 'Codex'),
  item('/status', 'Session, limits and tokens', 'Codex'),
];

export const CODEX_SKILLS: readonly Completion[] = [
  item('$benchmarks', 'Run and compare benchmarks', 'project'),
  item('$incident-report', 'Write an incident report', 'user'),
  item('$sql-review', 'Look at queries and their plans', 'user'),
];
