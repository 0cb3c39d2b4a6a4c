import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoMission } from '../demo/demo-mission.ts';
import { realTime, stillTime } from '../demo/simulator.ts';
import { openLog } from '../platform/log.ts';
import { createServer } from '../server/server.ts';
import type { Amc } from './amc.ts';
import { Cleanup } from './cleanup.ts';

export interface DemoServerOptions {
  /** The package's folder: the built page lies in it. */
  root: string;
  version: string;
  port: number;
  seed: string | undefined;
  /** Instead of the cast: so many agents, of which one needs somebody. */
  sessions: number | undefined;
  /** The demo's moment, ms since the epoch: time stands still there. Undefined: now, and it goes on. */
  at: number | undefined;
}

export interface DemoAmc extends Amc {
  /** Of its own, removed at the end. */
  dataDir: string;
}

/** The real server over simulated agents. Reads nothing of the user's, and leaves nothing behind. */
export async function startDemo({ root, version, port, seed, sessions, at }: DemoServerOptions): Promise<DemoAmc> {
  const cleanup = new Cleanup();
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'amc-demo-'));
    cleanup.add(() => rm(dataDir, { recursive: true, force: true }));
    const log = await openLog(join(dataDir, 'amc.log'));
    cleanup.add(() => log.close());
    const time = at === undefined ? realTime : stillTime(at);
    const mission = new DemoMission({ time, version, sessions, ...(seed === undefined ? {} : { seed }) });
    cleanup.add(() => mission.dispose());
    const server = createServer({
      mission,
      dataDir,
      webDir: join(root, 'dist', 'web'),
      port,
      version,
      clock: Date.now,
      log,
    });
    cleanup.add(() => server.dispose());
    const { url } = await server.start();
    return { url, dataDir, mintCode: (wanted) => server.mintCode(wanted), dispose: () => cleanup.dispose() };
  } catch (error) {
    await cleanup.dispose();
    throw error;
  }
}
