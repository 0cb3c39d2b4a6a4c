import type { FileChange } from '../../../contract/conversation.ts';

/** One file's part of a patch in Codex's own format (`*** Begin Patch`). */
const HEADER = /^\*\*\* (Add|Update|Delete) File: (.+)$/;
const MOVED = /^\*\*\* Move to: (.+)$/;
const BEGIN = '*** Begin Patch';
const END = /^\*\*\* End Patch\s*$/;

/** The patch in a text that holds one, e.g. a command with a here-document; null when there is none. */
export function patchIn(text: string): string | null {
  const at = text.indexOf(BEGIN);
  return at === -1 ? null : text.slice(at);
}

/** The changes a patch asks for, one a file. Of a new file `after` is its text; an update has its hunks as `diff`. */
export function changesOf(patch: string): FileChange[] {
  const changes: FileChange[] = [];
  let body: string[] = [];
  for (const line of patch.split('\n')) {
    if (END.test(line)) break;
    const [, verb, path] = HEADER.exec(line) ?? [];
    const last = changes.at(-1);
    if (verb !== undefined && path !== undefined) {
      if (last !== undefined) fill(last, body);
      body = [];
      changes.push({ path: path.trim(), change: CHANGES[verb] ?? 'update' });
      continue;
    }
    const moved = MOVED.exec(line)?.[1];
    if (moved !== undefined && last !== undefined) {
      last.change = 'move';
      last.movedTo = moved.trim();
    } else body.push(line);
  }
  const last = changes.at(-1);
  if (last !== undefined) fill(last, body);
  return changes;
}

/** The files a patch names, without reading its hunks. */
export function patchedFiles(patch: string): string[] {
  return [...patch.matchAll(/^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+)$/gm)].map(([, path = '']) =>
    path.trim(),
  );
}

const CHANGES: Readonly<Record<string, FileChange['change']>> = { Add: 'add', Update: 'update', Delete: 'delete' };

function fill(change: FileChange, body: readonly string[]): void {
  if (change.change === 'add') {
    change.after = body
      .filter((line) => line.startsWith('+'))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  } else if (change.change !== 'delete' && body.length > 0) {
    change.diff = body.join('\n').replace(/\n*$/, '\n');
  }
}
