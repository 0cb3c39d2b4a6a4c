import type { Completion, CompletionReply, CompletionTrigger } from '../contract/completion.ts';
import type { CompletionQuery } from '../services/api.ts';
import type { DemoAgent } from './agent.ts';
import { CLAUDE_COMMANDS, CODEX_COMMANDS, CODEX_SKILLS } from './data/completions.ts';
import { projectOf } from './data/projects.ts';

/** What can stand behind a trigger in a prompt to an agent of the demo. */
export function completionsOf({ profile }: DemoAgent, { trigger, text, limit }: CompletionQuery): CompletionReply {
  const triggers: CompletionTrigger[] = profile.agent === 'claude' ? ['/', '@'] : ['/', '$', '@'];
  const all = triggers.includes(trigger) ? allOf(trigger, profile) : [];
  const found = all.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  return { triggers, items: found.slice(0, limit), more: found.length > limit };
}

function allOf(trigger: CompletionTrigger, { agent, project }: DemoAgent['profile']): readonly Completion[] {
  if (trigger === '/') return agent === 'claude' ? CLAUDE_COMMANDS : CODEX_COMMANDS;
  if (trigger === '$') return CODEX_SKILLS;
  const { files, paths } = projectOf(project);
  return [...files.map(({ path }) => path), ...paths].toSorted().map((path) => ({ insert: `@${path}`, label: path }));
}
