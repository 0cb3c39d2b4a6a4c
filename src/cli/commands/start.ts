import { Command } from 'commander';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '../../contract/errors.ts';
import type { ServerFile } from '../../contract/server-file.ts';
import { startDetached } from '../../platform/detached.ts';
import { dataDir } from '../../platform/paths.ts';
import { openInBrowser } from '../open-link.ts';
import { runningServer } from '../server-file.ts';
import { addRunOptions, type RunOptions } from './run.ts';

const START_TIMEOUT_MS = 15_000;

export function startCommand(): Command {
  return addRunOptions(new Command('start').description('start AMC in the background')).action(start);
}

async function start(_own: RunOptions, command: Command): Promise<void> {
  const options = command.optsWithGlobals<RunOptions>();
  const before = runningServer();
  const server = before ?? (await startInBackground(options));
  process.stdout.write(
    `AMC ${before === null ? 'runs' : 'was running already'} at ${server.url} (pid ${server.pid})\n`,
  );
  if (options.open) await openInBrowser();
}

async function startInBackground({ port }: RunOptions): Promise<ServerFile> {
  const dir = dataDir(process.env);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const log = join(dir, 'amc.log');
  const script = process.argv[1] ?? '';
  const args = [script, '--no-open', ...(port === undefined ? [] : ['--port', String(port)])];
  const child = startDetached(process.execPath, args, openSync(log, 'a', 0o600));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !child.hasEnded()) {
    const server = runningServer(dir);
    if (server !== null && server.pid === child.pid) return server;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new EnvironmentError({
    code: 'start_failed',
    message: child.hasEnded()
      ? 'AMC ended right after its start.'
      : `AMC did not answer within ${START_TIMEOUT_MS / 1000} s.`,
    next: `The end of ${log} says why; \`amc\` in the foreground shows it.`,
  });
}
