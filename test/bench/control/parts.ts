/** What the bench needs of AMC and of the terminal tests' machines: bundled by `load-parts.mjs`, since Node runs no TypeScript. */
export { createProcessTable } from '../../../src/platform/process-table.ts';
export { PaneLocator } from '../../../src/services/pane-locator.ts';
export { Typist } from '../../../src/services/typist.ts';
export { startTmuxMachine } from '../../integration/terminals/tmux-machine.ts';
export { startZellijMachine, zellijBin } from '../../integration/terminals/zellij-machine.ts';
