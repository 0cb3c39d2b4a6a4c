import { cpSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AmcProcess } from '../helpers/amc-process.ts';
import { waitFor } from '../rig/wait-for.ts';
import { addReplies, expectComplete, indexReady, makeHistoryHome, type HistoryHome } from './ledger.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Ways in which a thread can die; each as a piece of program. */
const DEATHS = {
  exception: `throw new Error('an uncaught exception');`,
  rejection: `void Promise.reject(new Error('an unhandled rejection'));`,
  exit: 'process.exit(3);',
  memory: `for (const all = []; ; ) all.push(new Array(100_000).fill(all.length));`,
};

/** A crash of the threads of the index, in a copy of the build whose threads die as told: AMC itself knows nothing of it. */
describe('F38 a thread that dies', () => {
  let place: HistoryHome;

  beforeEach(() => {
    place = makeHistoryHome();
    for (let i = 0; i < 6; i += 1) place.add(150);
  });
  afterEach(() => place.dispose());

  test('F34 F38 the reader dies in every way while it works: told, started again, complete; all else goes on', async () => {
    const program = dyingBuild(place, 'ingest', Object.values(DEATHS), 'at work');
    const amc = await place.start({ program, under: ['env', 'NODE_OPTIONS=--max-old-space-size=150'] });
    const problems = new Set<string>();
    await waitFor(
      async () => {
        const { state, problem } = await amc.client.call('index', {});
        if (problem !== null) problems.add(problem);
        await expectPage(amc);
        return state === 'ready' && deathsOf(place) === 4;
      },
      { what: 'the reader to outlive its deaths', context: () => [...problems].join('\n') },
    );
    await expectComplete(amc, place.ledger);
    const all = [...problems].join('\n');
    for (const why of ['uncaught exception', 'unhandled rejection', 'exited with 3', 'memory'])
      expect(all).toContain(why);
  });

  test('F38 the thread for searches dies in every way: that search fails, the next one is answered', async () => {
    const program = dyingBuild(place, 'query', Object.values(DEATHS), 'asked');
    const amc = await place.start({ program, under: ['env', 'NODE_OPTIONS=--max-old-space-size=150'] });
    await indexReady(amc);
    const word = place.ledger[0]?.words[7] ?? '';
    const errors: unknown[] = [];
    const hits = await waitFor(
      async () => {
        await expectPage(amc);
        const found = await amc.client
          .call('search', { query: { q: word } })
          .catch((error: unknown) => errors.push(error));
        return typeof found === 'object' && deathsOf(place) === 4 ? found.hits : null;
      },
      { what: 'a search to be answered', pollMs: 300, context: () => errors.join('\n') },
    );
    expect(hits).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 'thread_ended' });
    await expectComplete(amc, place.ledger);
  });

  test('F38 the second reader, which helps while much is unread, dies: everything is read all the same', async () => {
    for (let i = 0; i < 5; i += 1) addReplies(place.add(10), 20);
    const amc = await place.start({ program: dyingBuild(place, 'read', Array(20).fill(DEATHS.exception), 'asked') });
    await expectComplete(amc, place.ledger);
    expect(readFileSync(join(place.dataDir, 'amc.log'), 'utf8')).toContain('The second reader failed');
  });
});

/** Conversations are read in AMC's own thread. */
async function expectPage(amc: AmcProcess): Promise<void> {
  const params = { key: 'claude:0c1a0de0-0000-4000-8000-000000000000' };
  const { items } = await amc.client.call('conversation', { params, query: { limit: 5 } });
  expect(items).toHaveLength(5);
}

function dyingBuild({ home }: HistoryHome, role: string, deaths: readonly string[], when: 'at work' | 'asked'): string {
  const root = join(home, 'build');
  cpSync(join(ROOT, 'dist'), join(root, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const entry = join(root, 'dist/app/index-worker.js');
  renameSync(entry, entry.replace('worker', 'worker-itself'));
  writeFileSync(
    entry,
    `import { appendFileSync, readFileSync } from 'node:fs';
     import { parentPort, workerData } from 'node:worker_threads';
     const deaths = [${deaths.map((death) => `() => { ${death} }`).join(', ')}];
     if (workerData.role === '${role}') {
       appendFileSync('${join(home, 'lives')}', 'x');
       const death = deaths[readFileSync('${join(home, 'lives')}').length - 1];
       if (death !== undefined) ${when === 'at work' ? 'setTimeout(death, 100)' : `parentPort.once('message', death)`};
     }
     await import('./index-worker-itself.js');`,
  );
  return join(root, 'dist/cli/main.js');
}

function deathsOf({ home }: HistoryHome): number {
  return readFileSync(join(home, 'lives')).length - 1;
}
