import type { Claude } from '../../rig/claude.ts';
import { waitFor } from '../../rig/wait-for.ts';

/** Stands below every dialog of Claude Code. */
const DIALOG = /Esc to cancel/;

/** Presses a key when a dialog is open, until it is gone: dialogs take keys a moment after they are drawn. */
export async function press(claude: Claude, key: string): Promise<void> {
  await claude.waitForScreen(DIALOG);
  const isGone = async () => !DIALOG.test(await claude.screen());
  await waitFor(
    async () => {
      // Where the dialog is gone, the key would be typed as text.
      if (await isGone()) return true;
      await claude.key(key);
      return waitFor(isGone, { what: 'the dialog to go', timeoutMs: 3_000 }).catch(() => false);
    },
    { what: `the dialog to take ${JSON.stringify(key)}`, context: () => claude.screen() },
  );
}
