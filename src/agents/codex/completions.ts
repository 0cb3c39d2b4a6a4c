import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { Completion } from '../../contract/completion.ts';
import { CONTROL } from '../../lib/control-characters.ts';
import type { AgentCompletions } from '../../ports/completions.ts';
import { describedFile } from '../described-file.ts';
import { projectRoots } from '../project-roots.ts';
import type { RpcConnection } from './app-server/rpc.ts';
import type { What } from './capabilities.ts';
import { slashCompletions } from './slash-actions.ts';

const text = z.string().nullish();
const SkillsReply = z.looseObject({
  data: z.array(
    z.looseObject({
      skills: z.array(
        z.looseObject({
          name: z.string(),
          description: text,
          shortDescription: text,
          interface: z.looseObject({ shortDescription: text }).nullish(),
          scope: text,
          enabled: z.boolean().nullish(),
          pluginId: text,
        }),
      ),
    }),
  ),
});

/** Where the skills of a session are told: by its server, or by the folders of its CODEX_HOME. */
export interface SkillSource {
  codexHome: string;
  /** null: no server can be reached. */
  rpc: RpcConnection | null;
}

/** What Codex's input understands: `$skill`, paths, and those of its terminal's `/` commands that AMC has an action for. */
export function codexCompletions(
  sourceOf: (threadId: string) => SkillSource | null,
  can: (threadId: string, what: What) => boolean,
): AgentCompletions {
  return {
    triggers: ['$', '@', '/'],
    named: async ({ ref, dir }, trigger) => {
      if (trigger === '/') return slashCompletions((what) => can(ref.id, what));
      const source = sourceOf(ref.id);
      if (source === null) return [];
      return (await toldSkills(source.rpc, dir)) ?? (await foundSkills(source.codexHome, dir));
    },
    mention,
  };
}

/** As the server lists them for this folder; null where it does not say. */
async function toldSkills(rpc: RpcConnection | null, dir: string | null): Promise<Completion[] | null> {
  if (rpc === null || dir === null) return null;
  const reply = await rpc.request('skills/list', { cwds: [dir] }, { timeoutMs: 3_000 });
  const parsed = reply.state === 'result' ? SkillsReply.safeParse(reply.result) : null;
  if (!parsed?.success) return null;
  return parsed.data.data.flatMap(({ skills }) =>
    skills
      .filter(({ enabled }) => enabled !== false)
      .flatMap((skill) => {
        const said = skill.interface?.shortDescription ?? skill.shortDescription ?? skill.description;
        return completionOf(skill.name, said ?? null, skill.pluginId ?? ORIGIN[skill.scope ?? ''] ?? skill.scope);
      }),
  );
}

const ORIGIN: Readonly<Record<string, string>> = { repo: 'project', system: 'codex' };

/** Without a server: the folders in which it looks (FORMAT.md §12). Which of them are switched off is not known. */
async function foundSkills(codexHome: string, dir: string | null): Promise<Completion[]> {
  const roots = dir === null ? [] : await projectRoots(dir);
  const ofHome = basename(codexHome) === '.codex' ? [join(dirname(codexHome), '.agents', 'skills')] : [];
  const folders = [
    ...roots.flatMap((root) => ['.agents', '.codex'].map((name) => [join(root, name, 'skills'), 'project'] as const)),
    ...[join(codexHome, 'skills'), ...ofHome].map((folder) => [folder, 'user'] as const),
    [join(codexHome, 'skills', '.system'), 'codex'] as const,
  ];
  const found = await Promise.all(folders.map(([folder, from]) => skillsIn(folder, from)));
  return [...new Map(found.flat().map((skill) => [skill.insert, skill])).values()];
}

async function skillsIn(folder: string, from: string): Promise<Completion[]> {
  const names = await readdir(folder).catch(() => []);
  const made = await Promise.all(
    names.slice(0, 500).map(async (name) => {
      const file = await describedFile(join(folder, name, 'SKILL.md'));
      return file === null ? [] : completionOf(file.field('name') ?? name, file.description, from);
    }),
  );
  return made.flat();
}

function completionOf(name: string, detail: string | null, from: string | null | undefined): Completion[] {
  if (!/^[^\s\p{C}$]+$/u.test(name)) return [];
  const insert = `$${name}`;
  return [
    { insert, label: insert, ...(detail === null || detail === '' ? {} : { detail }), ...(from ? { from } : {}) },
  ];
}

/** As its terminal writes a chosen file: the path alone, in quotes where it has a blank. */
function mention(path: string): string | null {
  if (path.search(CONTROL) !== -1) return null;
  if (!/\s/.test(path)) return path;
  return path.includes('"') ? null : `"${path}"`;
}
