import { Command } from 'commander';
import type { IndexFault } from '../../contract/history.ts';
import type { SourceHealth } from '../../contract/health.ts';
import { indexText } from '../index-text.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

const MARK = { ok: '✓', absent: '·', degraded: '!', failed: '✗' } as const;

interface DoctorOptions {
  verify?: boolean;
  json?: boolean;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what AMC can see, how far its index is, and whether that is true')
    .option('--verify', 'check the index against the files of the agents; takes a while')
    .option('--json', 'as JSON')
    .action(doctor);
}

async function doctor({ verify = false, json = false }: DoctorOptions): Promise<void> {
  const { client } = connect();
  const [health, index] = await Promise.all([client.call('health', {}), client.call('index', {})]);
  const verified = verify ? await client.call('verifyIndex', { body: {} }) : null;
  if (verified !== null && verified.faults.length > 0) process.exitCode = 1;
  if (json) return print(`${JSON.stringify({ ...health, index, verified }, null, 2)}\n`);
  await print(`AMC ${health.version}, data in ${health.dataDir}\n`);
  for (const source of health.sources) await print(sourceText(source));
  await print(`${indexText(index)}\n`);
  if (verified === null) return;
  const { faults, checkedFiles } = verified;
  await print(faults.length === 0 ? `Checked ${checkedFiles} files: no fault.\n` : faults.map(faultText).join(''));
}

function sourceText({ state, name, detail, next }: SourceHealth): string {
  return `  ${MARK[state]} ${name}: ${detail}${next === undefined ? '' : `\n    ${next}`}\n`;
}

function faultText({ invariant, path, message }: IndexFault): string {
  return `  ✗ ${invariant}${path === undefined ? '' : ` ${path}`}: ${message}\n`;
}
