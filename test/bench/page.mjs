import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { loadParts } from './control/load-parts.mjs';
import { boardUnderLoad } from './page/board-under-load.mjs';
import { event, writeRegistry } from './page/event.mjs';
import { firstPaint } from './page/first-paint.mjs';
import { openConversation } from './page/open-conversation.mjs';
import { newHome, startAmc, stopped } from './world.mjs';

/** The page in a real browser: how soon it is there, what it costs while much happens, how fast it follows. */
export async function page() {
  process.env.AMC_WEB_DIR ??= join(root, 'dist/web');
  const parts = await loadParts(new URL('page/parts.ts', import.meta.url));
  return [...(await ofTheRealServer()), ...(await boardUnderLoad(parts)), ...(await openConversation(parts))];
}

async function ofTheRealServer() {
  const { home, env, remove } = newHome();
  const sleeper = spawn('sleep', ['300'], { env, stdio: 'ignore' });
  try {
    writeRegistry(home, sleeper.pid);
    const amc = await startAmc(env);
    const rows = [...(await firstPaint(amc)), ...(await event(amc, env))];
    await amc.stop();
    return rows;
  } finally {
    await stopped(sleeper);
    remove();
  }
}
