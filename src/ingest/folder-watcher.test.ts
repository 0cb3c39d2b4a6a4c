import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderWatcher } from './folder-watcher.ts';

let base: string;
let watcher: ReturnType<typeof createFolderWatcher>;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'amc-watch-'));
  watcher = createFolderWatcher();
});
afterEach(() => {
  watcher.dispose();
  rmSync(base, { recursive: true, force: true });
});

/** Writes the file again and again until a ping names it: a watch takes effect at its own time. */
async function pinged(pings: readonly unknown[], folder: string, name: string): Promise<void> {
  for (const deadline = Date.now() + 5000; !pings.includes(name);) {
    if (Date.now() > deadline) throw new Error(`No ping named ${name}, only ${JSON.stringify(pings)}`);
    writeFileSync(join(folder, name), 'x');
    await delay(10);
  }
}

describe('folder watcher', () => {
  it('names what changed, to every listener', async () => {
    const [a, b] = [[] as unknown[], [] as unknown[]];
    const first = watcher.watch(base, (name) => a.push(name));
    watcher.watch(base, (name) => b.push(name));
    await pinged(b, base, 'file');
    expect(a).toContain('file');
    first.stop();
    await pinged(b, base, 'other');
    expect(a).not.toContain('other');
  });

  it('stands beside a folder it may not read, and notices when it may', async () => {
    const folder = join(base, 'closed');
    mkdirSync(folder, { mode: 0o000 });
    chmodSync(base, 0o755);
    const pings: unknown[] = [];
    const watch = asNobody(() => watcher.watch(folder, (name) => pings.push(name)));
    chmodSync(folder, 0o777);
    asNobody(() => watch.recheck());
    await pinged(pings, folder, 'file');
  });

  it('waits for a folder whose parents are missing too', async () => {
    const folder = join(base, 'a', 'b', 'c');
    const pings: unknown[] = [];
    watcher.watch(folder, (name) => pings.push(name));
    mkdirSync(join(base, 'a'));
    mkdirSync(folder, { recursive: true });
    await pinged(pings, folder, 'file');
    expect(pings[0]).toBe(null);
  });

  it('follows the name when the folder is replaced or removed, at the latest with recheck', async () => {
    const folder = join(base, 'sessions');
    mkdirSync(folder);
    const pings: unknown[] = [];
    const watch = watcher.watch(folder, (name) => pings.push(name));
    renameSync(folder, join(base, 'old'));
    mkdirSync(folder);
    watch.recheck();
    await pinged(pings, folder, 'after');
    rmSync(folder, { recursive: true });
    watch.recheck();
    mkdirSync(folder);
    await pinged(pings, folder, 'again');
    expect(pings).toContain(null);
  });

  it('is silent after dispose', async () => {
    const pings: unknown[] = [];
    watcher.watch(base, (name) => pings.push(name));
    watcher.dispose();
    const other = createFolderWatcher();
    const receipt: unknown[] = [];
    other.watch(base, (name) => receipt.push(name));
    await pinged(receipt, base, 'file');
    other.dispose();
    expect(pings).toEqual([]);
  });
});

/** Root may read everything; for everybody else a mode is enough. */
function asNobody<T>(work: () => T): T {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
