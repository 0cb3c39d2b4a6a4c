/**
 * `npm run setup:machine`: installs what the tests with real terminals, browsers and agents need. Safe to repeat, and
 * takes seconds when everything is there. One line per item. `--quick` leaves out Zellij, which has to be built.
 * Exits non-zero when something this machine should be able to install could not be installed.
 */
import { aptProgram } from './lib/machine/apt.mjs';
import { rigPackages } from './lib/machine/rig-packages.mjs';
import { zellij } from './lib/machine/zellij.mjs';

const quick = process.argv.includes('--quick');

const items = [
  () => aptProgram('tmux', { programs: ['tmux'], versionArgs: ['-V'] }),
  () =>
    aptProgram('chromium', { programs: ['chromium', 'chromium-browser', 'google-chrome'], versionArgs: ['--version'] }),
  // Without the parts of a window: the same tests in half of the time.
  () =>
    aptProgram('chromium-headless-shell', {
      programs: ['chromium-headless-shell'],
      versionArgs: ['--version'],
      instead: 'chromium',
    }),
  () => aptProgram('strace', { programs: ['strace'], versionArgs: ['-V'] }),
  () => aptProgram('bwrap', { programs: ['bwrap'], versionArgs: ['--version'], from: 'bubblewrap' }),
  () => aptProgram('socat', { programs: ['socat'], versionArgs: ['-V'] }),
  rigPackages,
  ...(quick ? [] : [zellij]),
];

let failed = false;
for (const item of items) {
  const outcome = await item();
  if (outcome.failed) failed = true;
}
process.exit(failed ? 1 : 0);
