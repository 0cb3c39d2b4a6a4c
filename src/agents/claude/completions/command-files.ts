import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Completion } from '../../../contract/completion.ts';
import { describedFile } from '../../described-file.ts';

/** Where a command or skill comes from. `prefix` stands before its name: a plugin's. */
export interface Origin {
  from: string;
  prefix?: string;
}

const DEEPEST = 5;
const MOST = 500;

/** Commands of one `commands` folder: `a/b.md` is `/a:b`. Facts: ../FORMAT.md, "Completions". */
export async function commandsIn(folder: string, origin: Origin): Promise<Completion[]> {
  const files: { path: string; name: string }[] = [];
  await walk(folder, [], files);
  return completionsOf(files, origin);
}

/** Skills of one `skills` folder: `x/SKILL.md` is `/x`, whatever name it gives itself. */
export async function skillsIn(folder: string, origin: Origin): Promise<Completion[]> {
  const entries = await readdir(folder).catch(() => []);
  const files = entries.slice(0, MOST).map((name) => ({ name, path: join(folder, name, 'SKILL.md') }));
  return completionsOf(files, origin);
}

async function completionsOf(files: readonly { path: string; name: string }[], origin: Origin): Promise<Completion[]> {
  const made = await Promise.all(
    files
      .filter(({ name }) => isTypeable(name))
      .map(async ({ path, name }) => {
        const file = await describedFile(path);
        if (file === null || file.field('user-invocable') === 'false') return [];
        return [completionOf(name, file.description, origin)];
      }),
  );
  return made.flat();
}

function completionOf(name: string, description: string | null, { from, prefix }: Origin): Completion {
  const insert = `/${prefix === undefined ? '' : `${prefix}:`}${name}`;
  return { insert, label: insert, ...(description === null ? {} : { detail: description }), from };
}

/** A name with a blank cannot be called: what follows the blank is taken for arguments. */
function isTypeable(name: string): boolean {
  return /^[^\s\p{C}/]+$/u.test(name);
}

async function walk(folder: string, above: readonly string[], files: { path: string; name: string }[]): Promise<void> {
  if (above.length > DEEPEST) return;
  for (const entry of await readdir(folder).catch(() => [])) {
    if (files.length >= MOST) return;
    const path = join(folder, entry);
    if (entry.endsWith('.md')) files.push({ path, name: [...above, entry.slice(0, -'.md'.length)].join(':') });
    else if ((await stat(path).catch(() => null))?.isDirectory() === true) await walk(path, [...above, entry], files);
  }
}
