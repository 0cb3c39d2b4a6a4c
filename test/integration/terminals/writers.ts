import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'tsdown';
import type { PaneRef } from '../../../src/ports/terminal.ts';

const exec = promisify(execFile);

/** Two processes that type into one pane at the same time; throws when one of them was refused. */
export async function runWriters({
  ref,
  socket,
  lockDir,
}: {
  ref: PaneRef;
  socket: string;
  lockDir: string;
}): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'amc-writers-'));
  try {
    await build({
      entry: { writer: join(import.meta.dirname, 'writer-child.ts') },
      outDir: dir,
      config: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      dts: false,
      clean: false,
      logLevel: 'silent',
      noExternal: /.*/,
    });
    const args = [JSON.stringify(ref), socket, lockDir];
    await Promise.all(['a', 'b'].map((name) => exec(process.execPath, [join(dir, 'writer.mjs'), name, ...args])));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
