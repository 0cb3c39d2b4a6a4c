import { it } from 'vitest';
import { withRig } from './rig.ts';
import { processesOf } from './processes.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { execSync } from 'node:child_process';
for (const [n, args] of [[1, ['new-tab', '--no-focus', '--close-on-exit', '--', '/bin/true']], [2, ['new-tab', '--no-focus', '--close-on-exit', '--', '/bin/true']], [3, ['new-tab', '--close-on-exit', '--', '/bin/true']], [4, ['new-tab', '--no-focus', '--close-on-exit', '--', '/bin/sleep', '0.3']], [5, ['new-pane', '--no-focus', '--close-on-exit', '--', '/bin/true']]] as const)
it(`${n}`, () => withRig({ mux: 'zellij' }, async (rig) => {
  const alive = () => processesOf(rig.home).filter((p) => p.command.includes('--server')).length;
  const clientAlive = () => processesOf(rig.home).filter((p) => p.command.includes('attach')).length;
  let empty = 0; let i = 0;
  try { for (; i < 15; i++) { const id = await rig.mux(...args); if (id === '') empty++; if (n === 2) await delay(500); } } catch (e) { console.log(String(e).slice(0, 200)); }
  await delay(700);
  console.log(args.join(' '), 'rounds', i, 'empty', empty, 'server', alive(), 'client', clientAlive());
  const home = rig.home; if (!alive()) console.log(execSync(`cat ${home}/tmp/zellij-*/zellij-log/zellij.log | cut -c1-400 | tail -30; true`, { encoding: 'utf8' }));
  else console.log(await rig.mux('list-clients').catch(String));
}), 60000);
