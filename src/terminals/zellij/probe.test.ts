import { expect, test } from 'vitest';
import type { RunResult } from '../../ports/subprocess.ts';
import { probeZellij } from './probe.ts';

const said = (stdout: string): RunResult => ({ outcome: 'exited', exitCode: 0, stdout, stderr: '' });
const probe = (result: RunResult, socketPaths: string[] = []) =>
  probeZellij({
    run: async () => result,
    bin: 'zellij',
    timeoutMs: 100,
    servers: async () => socketPaths.map((socketPath, pid) => ({ pid, startTime: '1', socketPath })),
  });
const live = '/run/zellij/contract_version_1/work';
const old = '/run/zellij/0.43.1/work';

test.each<[string, RunResult, string[]]>([
  ['a version that will do', said('zellij 0.45.0\n'), []],
  ['the oldest', said('zellij 0.44.1'), []],
  ['a new one, and a session of an old one', said('zellij 1.0.0'), [old, live]],
  ['too old', said('zellij 0.44.0\n'), [live]],
  ['not there', { outcome: 'not_started', code: 'ENOENT' }, []],
  ['not there, but a session is', { outcome: 'not_started', code: 'ENOENT' }, [live]],
  ['not there, and the session is too old', { outcome: 'not_started', code: 'ENOENT' }, [old]],
  ['hanging', { outcome: 'timeout', stdout: '', stderr: '' }, []],
  ['something else', said('usage: zellij'), []],
])('%s', async (_name, result, socketPaths) => {
  expect(await probe(result, socketPaths)).toMatchSnapshot();
});
