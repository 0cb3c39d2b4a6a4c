import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { waitFor } from '../../rig/wait-for.ts';

const ENTRY = fileURLToPath(new URL('./child.ts', import.meta.url));
/** Inside the package, so that the bundle finds its dependencies. */
const BUNDLES = fileURLToPath(new URL('../../../node_modules/.amc-test', import.meta.url));

export type ChildMode = 'lock' | 'serve' | 'die-after-commit';

/** `child.ts` as something Node can run; bundled once for a test file. */
export class AmcChildren {
  readonly #folder: string;
  readonly #running = new Set<ChildProcess>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(): Promise<AmcChildren> {
    mkdirSync(BUNDLES, { recursive: true });
    const folder = mkdtempSync(join(BUNDLES, 'hook-'));
    const output = { format: 'es' as const, entryFileNames: 'child.mjs' };
    await build({
      configFile: false,
      logLevel: 'silent',
      build: { ssr: ENTRY, outDir: folder, emptyOutDir: false, target: 'node20', rolldownOptions: { output } },
    });
    return new AmcChildren(folder);
  }

  start(mode: ChildMode, dataDir: string): AmcChild {
    const child = spawn(process.execPath, [join(this.#folder, 'child.mjs'), mode, dataDir], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    return new AmcChild(child);
  }

  killAll(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    this.#running.clear();
  }

  remove(): void {
    this.killAll();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export class AmcChild {
  readonly #child: ChildProcess;
  readonly ended: Promise<NodeJS.Signals | number | null>;
  #output = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    const keep = (chunk: Buffer) => void (this.#output += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));
  }

  get lines(): string[] {
    return this.#output.split('\n').filter((line) => line !== '');
  }

  /** The first line that begins so. */
  says(word: string): Promise<string> {
    return waitFor(() => this.lines.find((line) => line.startsWith(word)), {
      what: `the child to say ${word}`,
      context: () => this.#output,
    });
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#child.kill(signal);
  }
}
