import { Command } from 'commander';
import { connect, runningServer } from '../server-file.ts';
import { ageOf } from '../format.ts';

const MARK = { ok: '✓', absent: '·', degraded: '!', failed: '✗' } as const;

export function statusCommand(): Command {
  return new Command('status')
    .description('whether AMC runs, and what it can and cannot see')
    .option('--json', 'as JSON')
    .action(status);
}

async function status({ json = false }: { json?: boolean }): Promise<void> {
  if (runningServer() === null) {
    process.stdout.write(json ? '{"running":false}\n' : 'AMC is not running.\n');
    process.exitCode = 3;
    return;
  }
  const { client, server } = connect();
  const health = await client.call('health', {});
  if (json) {
    process.stdout.write(`${JSON.stringify({ running: true, url: server.url, ...health }, null, 2)}\n`);
    return;
  }
  process.stdout.write(
    `AMC ${health.version} runs at ${server.url} (pid ${health.pid}, for ${ageOf(health.startedAt, Date.now())})\n`,
  );
  for (const source of health.sources) {
    const next = source.next === undefined ? '' : `\n    ${source.next}`;
    process.stdout.write(`  ${MARK[source.state]} ${source.name}: ${source.detail}${next}\n`);
  }
}
