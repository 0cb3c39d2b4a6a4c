import { Command } from 'commander';
import { EnvironmentError } from '../../contract/errors.ts';
import { connect, isAlive, runningServer } from '../server-file.ts';

const STOP_TIMEOUT_MS = 10_000;

export function stopCommand(): Command {
  return new Command('stop').description('stop the running AMC').action(stop);
}

async function stop(): Promise<void> {
  if (runningServer() === null) {
    process.stdout.write('AMC is not running.\n');
    return;
  }
  // The process that answers with the token of this data directory is AMC; a pid from a file alone could be anybody's.
  const { client } = connect();
  const { pid } = await client.call('health', {});
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new EnvironmentError({
        code: 'stop_timeout',
        message: `AMC (pid ${pid}) still runs ${STOP_TIMEOUT_MS / 1000} s after it was asked to stop.`,
        next: `Wait a little, or end it yourself: kill -9 ${pid}`,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  process.stdout.write('AMC has stopped.\n');
}
