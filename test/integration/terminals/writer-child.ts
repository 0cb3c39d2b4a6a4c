import { createProcessTable } from '../../../src/platform/process-table.ts';
import { run } from '../../../src/platform/subprocess.ts';
import type { InputStep, PaneRef } from '../../../src/ports/terminal.ts';
import { createTmux } from '../../../src/terminals/tmux/adapter.ts';

/** Another AMC, as far as a pane is concerned: types two prompts of two pastes each, with time in between to be interrupted. */
const [name = '', refText = '{}', socket = '', lockDir = ''] = process.argv.slice(2);
// oxlint-disable-next-line no-unsafe-type-assertion -- written by the test that starts this
const ref = JSON.parse(refText) as PaneRef;
const tmux = createTmux({
  run,
  clock: Date.now,
  processTable: createProcessTable(),
  sockets: [socket],
  scanDirs: [],
  lockDir,
});
for (const at of [0, 1]) {
  const steps: InputStep[] = [
    { kind: 'paste', text: `${name}${at}-1` },
    { kind: 'pause', ms: 60 },
    { kind: 'paste', text: `${name}${at}-2` },
    { kind: 'key', key: 'enter' },
  ];
  const result = await tmux.input(ref, steps, async () => ({ ok: true }));
  if (result.state !== 'accepted') throw new Error(JSON.stringify(result));
}
await tmux.dispose();
