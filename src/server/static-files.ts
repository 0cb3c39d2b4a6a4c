import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { errorCode } from '../platform/private-file.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.json', '.map', '.svg', '.txt', '.webmanifest']);
const MIN_GZIP_BYTES = 1_024;
const MAX_FILES = 2_000;

export interface StaticFile {
  bytes: Uint8Array;
  type: string;
  /** Without quotes. */
  etag: string;
  /** The name holds a hash of the content: it never changes. */
  immutable: boolean;
  /** Compressed at the first call; null when that gains nothing. */
  gzipped: () => Promise<Uint8Array | null>;
}

/** Request path to file. What is not in it is not served: no path ever reaches the file system. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/**
 * Reads the built page into memory, before anything else can be asked: a hundred small files are read several times
 * faster one after the other. A folder that is not there gives no files; links are left out.
 */
export function loadStaticFiles(webDir: string): StaticFiles {
  return new Map(listFiles(webDir).map((path) => [path, load(webDir, path)] as const));
}

function listFiles(webDir: string): string[] {
  try {
    const entries = readdirSync(webDir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(webDir.length).replaceAll('\\', '/'))
      .map((path) => (path.startsWith('/') ? path : `/${path}`))
      .slice(0, MAX_FILES);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function load(webDir: string, path: string): StaticFile {
  const bytes = new Uint8Array(readFileSync(join(webDir, path)));
  const extension = extname(path).toLowerCase();
  let compressing: Promise<Uint8Array | null> | null = null;
  return {
    bytes,
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    immutable: path.startsWith('/assets/'),
    gzipped: () => (compressing ??= compress(bytes, extension)),
  };
}

async function compress(bytes: Uint8Array, extension: string): Promise<Uint8Array | null> {
  if (!COMPRESSIBLE.has(extension) || bytes.length < MIN_GZIP_BYTES) return null;
  return new Uint8Array(await promisify(gzip)(bytes, { level: 9 }));
}
