import { join } from 'node:path';
import type { Completion } from '../../../contract/completion.ts';
import type { AgentCompletions } from '../../../ports/completions.ts';
import { CONTROL } from '../../../lib/control-characters.ts';
import { projectRoots } from '../../project-roots.ts';
import { readTyped } from '../slash-command.ts';
import { builtinCompletions } from './builtin.ts';
import { commandsIn, skillsIn } from './command-files.ts';
import { pluginCompletions } from './plugins.ts';

/** What Claude Code's input understands. `configDirOf`: the folder a session runs with; null where that is not known. */
export function claudeCompletions(configDirOf: (sessionId: string) => string | null): AgentCompletions {
  return {
    triggers: ['/', '@'],
    named: async ({ ref, dir }, trigger) => {
      if (trigger !== '/') return [];
      const all = [...(await ownCompletions(configDirOf(ref.id), dir)), ...builtinCompletions];
      // Of several with one name the first is the one that is called; what AMC would not send is not offered.
      const names = new Set<string>();
      return all.filter(({ insert }) => {
        const first = !names.has(insert);
        names.add(insert);
        return first && readTyped(insert).kind === 'command';
      });
    },
    mention,
  };
}

/** Skills before commands, and in both the user's before the project's, the nearest folder first. */
async function ownCompletions(configDir: string | null, dir: string | null): Promise<Completion[]> {
  const roots = dir === null ? [] : await projectRoots(dir);
  const folders = [
    ...(configDir === null ? [] : [{ folder: configDir, from: 'user' }]),
    ...roots.map((root) => ({ folder: join(root, '.claude'), from: 'project' })),
  ];
  const found = await Promise.all([
    ...folders.map(({ folder, from }) => skillsIn(join(folder, 'skills'), { from })),
    ...folders.map(({ folder, from }) => commandsIn(join(folder, 'commands'), { from })),
    ...(configDir === null ? [] : [pluginCompletions(configDir, roots)]),
  ]);
  return found.flat();
}

/** `@path`, in quotes where it has a blank; within quotes nothing stands for a quote. */
function mention(path: string): string | null {
  if (path.search(CONTROL) !== -1) return null;
  if (!/\s/.test(path)) return `@${path}`;
  return path.includes('"') ? null : `@"${path}"`;
}
