import { openLink } from '../platform/browser.ts';
import { dataDir } from '../platform/paths.ts';
import { packageRoot, packageVersion } from '../platform/package-root.ts';
import { startAmc } from './amc.ts';

export interface RunOptions {
  /** 0: any free one. */
  port?: number;
  open: boolean;
  print: (line: string) => void;
}

const DEFAULT_PORT = 7400;
/** How long the link that is printed at the start lets a browser in, ms; once. */
const FIRST_LINK_MS = 10 * 60_000;

export interface DemoRunOptions extends RunOptions {
  seed?: string;
  sessions?: number;
  /** ms since the epoch: time stands still there. */
  at?: number;
}

/** Runs AMC over simulated agents until it is asked to stop; then nothing of it is left. */
export async function runDemoUntilStopped(options: DemoRunOptions): Promise<void> {
  const { port = 0, open, print, seed, sessions, at } = options;
  process.umask(0o077);
  const stopped = stopSignal();
  const { startDemo } = await import('./demo.ts');
  const amc = await startDemo({ root: packageRoot, version: packageVersion, port, seed, sessions, at });
  print(`The demo of AMC ${packageVersion} runs at ${amc.url}`);
  print('All its agents are simulated: nothing on this machine is read or changed. Ctrl-C ends it.');
  print(`Open this link in your browser (it works once, for 10 minutes):`);
  print(`  ${amc.mintCode({ ttlMs: FIRST_LINK_MS }).url}`);
  if (open) await openLink({ url: amc.mintCode({ ttlMs: 60_000 }).url, dir: amc.dataDir, env: process.env });
  await stopped;
  await amc.dispose();
  process.exit(0);
}

/** Runs AMC until SIGINT, SIGTERM or SIGHUP asks it to stop; then everything is closed and put away. */
export async function runUntilStopped({ port = DEFAULT_PORT, open, print }: RunOptions): Promise<void> {
  process.umask(0o077);
  // A limit on the size of files is an error where it is met, not the end of everything.
  process.on('SIGXFSZ', () => undefined);
  const stopped = stopSignal();
  const dir = dataDir(process.env);
  const amc = await startAmc({ env: process.env, dataDir: dir, root: packageRoot, version: packageVersion, port });
  const { url } = amc.mintCode({ ttlMs: FIRST_LINK_MS });
  print(`AMC ${packageVersion} runs at ${amc.url}`);
  print(`Open this link in your browser (it works once, for 10 minutes; later: amc open):`);
  print(`  ${url}`);
  if (open) await openLink({ url: amc.mintCode({ ttlMs: 60_000 }).url, dir, env: process.env });
  await stopped;
  await amc.dispose();
  process.exit(0);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
