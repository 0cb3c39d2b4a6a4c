import type { Claude } from '../../rig/claude.ts';
import { waitFor } from '../../rig/wait-for.ts';

/** Presses a key until the dialog is gone: dialogs take keys a moment after they are drawn. */
export async function press(claude: Claude, key: string): Promise<void> {
  const isLeft = () => claude.registry().status !== 'waiting';
  await waitFor(
    async () => {
      await claude.key(key);
      return waitFor(isLeft, { what: 'the dialog to go', timeoutMs: 1_500 }).catch(() => false);
    },
    { what: `the dialog to take ${JSON.stringify(key)}`, context: () => claude.screen() },
  );
}
