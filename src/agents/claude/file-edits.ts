import { open } from 'node:fs/promises';
import { isJsonObject, parseJsonObject, type JsonObject } from '../../lib/json.ts';
import { firstText } from './tool-line.ts';

export interface FileEdit {
  path: string;
  before: string;
  after: string;
}

/** A larger file is not shown as a change. */
const MAX_FILE_BYTES = 200_000;

/** What an editing tool would change; null for other tools and for calls AMC cannot read. */
export async function fileEdits(tool: string, input: JsonObject): Promise<FileEdit[] | null> {
  const path = firstText(input, ['file_path', 'notebook_path']);
  if (path === null) return null;
  switch (tool) {
    case 'Edit':
      return replacement(path, input);
    case 'MultiEdit': {
      const edits = Array.isArray(input.edits)
        ? input.edits.filter(isJsonObject).flatMap((edit) => replacement(path, edit) ?? [])
        : [];
      return edits.length === 0 ? null : edits;
    }
    case 'Write': {
      if (typeof input.content !== 'string' || input.content.length > MAX_FILE_BYTES) return null;
      const before = await smallFile(path);
      return before === null ? null : [{ path, before, after: input.content }];
    }
    case 'NotebookEdit':
      return cellEdit(path, input);
    default:
      return null;
  }
}

/** A cell of a notebook; without its old source the change cannot be shown. */
async function cellEdit(path: string, input: JsonObject): Promise<FileEdit[] | null> {
  const { new_source: source, cell_id: cell, edit_mode: mode = 'replace' } = input;
  const after = mode === 'delete' ? '' : source;
  if (typeof after !== 'string') return null;
  if (mode === 'insert') return [{ path, before: '', after }];
  const before = typeof cell === 'string' ? cellSource(await smallFile(path), cell) : null;
  return before === null ? null : [{ path, before, after }];
}

function cellSource(notebook: string | null, id: string): string | null {
  const parsed = notebook === null ? null : parseJsonObject(notebook);
  const cells: readonly unknown[] = parsed?.ok === true && Array.isArray(parsed.value.cells) ? parsed.value.cells : [];
  // Older notebooks have no ids: Claude Code then counts them, `cell-0` being the first.
  const byNumber = /^cell-(\d+)$/.exec(id)?.[1];
  const found =
    cells.filter(isJsonObject).find((cell) => cell.id === id) ??
    (byNumber === undefined ? undefined : cells[Number(byNumber)]);
  if (!isJsonObject(found)) return null;
  const { source } = found;
  return Array.isArray(source) ? source.join('') : typeof source === 'string' ? source : null;
}

function replacement(path: string, edit: JsonObject): FileEdit[] | null {
  if (typeof edit.old_string !== 'string' || typeof edit.new_string !== 'string') return null;
  return [{ path, before: edit.old_string, after: edit.new_string }];
}

/** The file's text; empty when there is none; null when it is too large or cannot be read as a file. */
async function smallFile(path: string): Promise<string | null> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? '' : null;
  }
  try {
    const stats = await file.stat();
    return stats.isFile() && stats.size <= MAX_FILE_BYTES ? await file.readFile('utf8') : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
