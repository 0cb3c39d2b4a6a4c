import { z } from 'zod';

const Change = z.looseObject({
  path: z.string(),
  kind: z.looseObject({ type: z.string() }).nullish(),
  diff: z.string().nullish(),
});

export interface Edit {
  path: string;
  before: string;
  after: string;
}

/** Stands between two hunks of one file: what lies between them is not in the diff. */
const GAP = '⋯';

/** The edits of a `fileChange` item. Of an update only the hunks with their context are known, not the whole file. */
export function editsOf(changes: unknown): Edit[] {
  return known(changes).map(({ path, kind, diff }) => {
    const text = diff ?? '';
    if (kind?.type === 'add') return { path, before: '', after: text };
    if (kind?.type === 'delete') return { path, before: text, after: '' };
    return { path, before: side(text, '-'), after: side(text, '+') };
  });
}

export function pathsOf(changes: unknown): string[] {
  return known(changes).map(({ path }) => path);
}

function known(changes: unknown): z.infer<typeof Change>[] {
  if (!Array.isArray(changes)) return [];
  return changes.map((change) => Change.safeParse(change)).flatMap(({ data }) => (data === undefined ? [] : [data]));
}

/** One side of a unified diff: the context lines and its own. */
function side(diff: string, sign: '-' | '+'): string {
  const lines: string[] = [];
  for (const line of diff.split('\n')) {
    if (line.startsWith('@@')) {
      if (lines.length > 0) lines.push(GAP);
    } else if (line.startsWith(' ') || line.startsWith(sign)) {
      lines.push(line.slice(1));
    }
  }
  return lines.join('\n');
}
