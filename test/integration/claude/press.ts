import type { Claude } from '../../rig/claude.ts';
import { waitFor } from '../../rig/wait-for.ts';

/** Presses a key when a dialog is open, until it is gone: dialogs take keys a moment after they are drawn. */
export async function press(claude: Claude, key: string): Promise<void> {
  await waitFor(() => isWaiting(claude), { what: 'a dialog', context: () => claude.screen() });
  await waitFor(
    async () => {
      await claude.key(key);
      return waitFor(() => !isWaiting(claude), { what: 'the dialog to go', timeoutMs: 1_500 }).catch(() => false);
    },
    { what: `the dialog to take ${JSON.stringify(key)}`, context: () => claude.screen() },
  );
}

/** The registry is not written in one step: half a file says nothing new. */
function isWaiting(claude: Claude): boolean {
  try {
    return claude.registry().status === 'waiting';
  } catch {
    return true;
  }
}
