import { dirname } from 'node:path';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import type { Catalog } from './catalog.ts';
import type { KnownFile } from './known-file.ts';
import { listFolder, runListing } from './lister.ts';
import { lookAt, statIfThere } from './look.ts';
import type { Sign } from './lookout.ts';

/** What a sign comes to. */
export type Finding =
  | { type: 'files'; files: KnownFile[]; newFolders: boolean }
  /** Only a whole listing can tell. */
  | { type: 'list' };

/** Finds out, by stat only, what a sign is about. */
export function follow(sign: Sign, catalog: Catalog, formats: readonly TranscriptFormat[]): Finding {
  switch (sign.type) {
    case 'all':
      return { type: 'list' };
    case 'folder':
      return inFolder(sign.folder, catalog);
    case 'entry':
      return atEntry(sign.folder, sign.path, catalog, formats);
  }
}

function atEntry(folder: string, path: string, catalog: Catalog, formats: readonly TranscriptFormat[]): Finding {
  const known = catalog.find(path);
  if (known !== null) return files([known]);
  const listed = lookAt(path, formats);
  if (listed !== null) {
    const file = catalog.find(listed.path, listed.real) ?? catalog.add(listed);
    return files(file === null ? [] : [file]);
  }
  const parent = catalog.folders.get(folder);
  const stats = statIfThere(path);
  if (stats === null && catalog.folders.has(path)) return { type: 'list' };
  if (parent === undefined || parent.depth === 0 || stats?.isDirectory() !== true) return files([]);
  // Through a link it may be there already under another path: a whole listing knows.
  if (catalog.folders.has(path)) return files([]);
  const part = runListing(listFolder({ path, format: parent.format, depth: parent.depth - 1 }));
  return { type: 'files', files: catalog.merge(part), newFolders: true };
}

function inFolder(path: string, catalog: Catalog): Finding {
  const folder = catalog.folders.get(path);
  if (folder === undefined || statIfThere(path) === null) return { type: 'list' };
  const part = runListing(listFolder(folder));
  const left = [...catalog.files.values()].filter((file) => dirname(file.path) === path && !part.files.has(file.path));
  return { type: 'files', files: [...catalog.merge(part), ...left], newFolders: true };
}

function files(found: KnownFile[]): Finding {
  return { type: 'files', files: found, newFolders: false };
}
