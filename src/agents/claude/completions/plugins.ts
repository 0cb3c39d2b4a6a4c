import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Completion } from '../../../contract/completion.ts';
import { commandsIn, skillsIn } from './command-files.ts';

const Installed = z.looseObject({
  plugins: z.record(
    z.string(),
    z.array(z.looseObject({ installPath: z.string(), projectPath: z.string().optional() })),
  ),
});
const Settings = z.looseObject({ enabledPlugins: z.record(z.string(), z.unknown()).optional() });

/** Commands and skills of the plugins that are installed and switched on here. Facts: ../FORMAT.md, "Completions". */
export async function pluginCompletions(configDir: string, roots: readonly string[]): Promise<Completion[]> {
  const installed = await readJson(join(configDir, 'plugins', 'installed_plugins.json'), Installed);
  if (installed === null) return [];
  const on = await enabledPlugins(configDir, roots);
  const found = Object.entries(installed.plugins).flatMap(([id, places]) => {
    const place = places.find(({ projectPath }) => projectPath === undefined || roots.includes(projectPath));
    return place !== undefined && on.has(id) && isAbsolute(place.installPath) ? [{ id, path: place.installPath }] : [];
  });
  const made = await Promise.all(
    found.map(({ id, path }) => {
      const name = id.split('@')[0] ?? id;
      const origin = { from: name, prefix: name };
      return Promise.all([skillsIn(join(path, 'skills'), origin), commandsIn(join(path, 'commands'), origin)]);
    }),
  );
  return made.flat(2);
}

/** The user's settings, over them the project's, over them the project's local ones. */
async function enabledPlugins(configDir: string, roots: readonly string[]): Promise<ReadonlySet<string>> {
  const ofProject = roots
    .toReversed()
    .flatMap((root) => ['settings.json', 'settings.local.json'].map((name) => join(root, '.claude', name)));
  const on = new Set<string>();
  for (const path of [join(configDir, 'settings.json'), ...ofProject]) {
    const settings = await readJson(path, Settings);
    for (const [id, value] of Object.entries(settings?.enabledPlugins ?? {})) {
      if (value === false) on.delete(id);
      else on.add(id);
    }
  }
  return on;
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
