import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, renameSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fc } from '../../helpers/property.ts';
import { expect, it } from 'vitest';
import type { IngestEngine } from '../../../src/ingest/transcripts/engine.ts';
import { blindWatcher, IngestRig } from './ingest-rig.ts';
import { said } from './line-format.ts';

/**
 * Random things happen to a few files, the engine is stopped, crashed and started in between, and at each look the index
 * holds exactly the whole lines that are on disk (I1–I4), its checkpoint fits its rows (I5), and everything it ever held
 * is still there (I14). The ledger is kept from the bytes alone.
 */

const NAMES = ['a', 'b', 'c'] as const;
const MAX_LINE_BYTES = 1_000;
const LIMITS = { stretchBytes: 256, maxLineBytes: MAX_LINE_BYTES };
/** A connection of SQLite that was closed keeps its files open until its statements are collected. */
const AT_ONCE = 500;
const RUNS = Number(process.env.AMC_MODEL_RUNS ?? 150);

const name = fc.constantFrom(...NAMES);
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write'), name, count: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('partial'), name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('finish'), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('huge'), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('corrupt'), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('nuls'), name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename'), name, to: name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('swap'), name, to: name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('copy'), name, to: name }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('truncate'), name, part: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('truncateGrow'), name, count: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('rewrite'), name, part: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete'), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('recreate'), name, keepFirst: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hint'), name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turns'), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('look') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash'), after: fc.integer({ min: 0, max: 4 }) }) },
);
type Action = {
  do: string;
  name?: string;
  to?: string;
  count?: number;
  part?: number;
  keepFirst?: boolean;
  after?: number;
};

it(
  `holds exactly what is on disk, whatever happens (${RUNS} sequences)`,
  { timeout: 30_000 + RUNS * 2_000, retry: 0 },
  async () => {
    for (let left = RUNS; left > 0; left -= AT_ONCE) {
      await runSome(Math.min(left, AT_ONCE));
      collectGarbage();
    }
  },
);

/** A fresh seed each time; a failure tells its own. */
async function runSome(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), fc.boolean(), async (actions, helped) => {
      const world = new World(helped);
      try {
        await world.start();
        for (const one of actions) await world.act(one);
        await world.look();
        expect(await world.rig.faults()).toEqual([]);
      } finally {
        await world.rig.dispose();
      }
    }),
    { numRuns },
  );
}

class World {
  readonly rig = new IngestRig({
    watcher: blindWatcher,
    tuning: { ...LIMITS, paceMs: 0, sliceMs: 0, helperBytes: 0 },
  });
  readonly #helped: boolean;
  /** What is on disk, byte by byte (all of it ASCII). */
  readonly #disk = new Map<string, string>();
  /** Every text that was on disk at a look. */
  readonly #seen = new Set<string>();
  #crashIn = Infinity;
  #count = 0;
  #time = 1_700_000_000;

  /** `helped`: by a second reader. */
  constructor(helped: boolean) {
    this.#helped = helped;
  }

  async start(): Promise<void> {
    const helper = this.#helped ? this.rig.helper(LIMITS) : null;
    await this.rig.start({ onCommit: (commit) => this.#commit(commit), helper });
  }

  /** Dies before or after the commit whose turn it is. */
  #commit(commit: () => void): void {
    const dies = this.#crashIn-- <= 0;
    if (dies && this.#count % 2 === 0) throw new Error('died before a commit');
    commit();
    if (dies) throw new Error('died after a commit');
  }

  async act(action: Action): Promise<void> {
    const { rig } = this;
    const of = action.name ?? '';
    const path = rig.path(`${of}.jsonl`);
    const before = this.#disk.get(of);
    switch (action.do) {
      case 'write':
        return this.#append(of, this.#lines(action.count ?? 1));
      case 'partial':
        return this.#append(of, this.#lines(1).slice(0, 12));
      case 'finish':
        return this.#append(of, '"}\n');
      case 'huge':
        return this.#append(of, said(`${'h'.repeat(3 * MAX_LINE_BYTES)} ${this.#count++}`));
      case 'corrupt':
        return this.#append(of, `{"say":"corrupt ${this.#count++}\n`);
      case 'nuls':
        return this.#append(of, '\0'.repeat(this.#count++ % 7 === 0 ? 2_000 : 5));
      case 'rename':
        if (before === undefined || action.to === of) return;
        renameSync(path, rig.path(`${action.to}.jsonl`));
        this.#disk.set(action.to ?? '', before);
        this.#disk.delete(of);
        return;
      case 'swap': {
        const other = this.#disk.get(action.to ?? '');
        if (before === undefined || other === undefined || action.to === of) return;
        renameSync(path, rig.path('aside'));
        renameSync(rig.path(`${action.to}.jsonl`), path);
        renameSync(rig.path('aside'), rig.path(`${action.to}.jsonl`));
        this.#disk.set(of, other).set(action.to ?? '', before);
        return;
      }
      case 'copy':
        if (before === undefined || action.to === of) return;
        copyFileSync(path, rig.path(`${action.to}.jsonl`));
        return this.#changed(action.to ?? '', before);
      case 'truncate': {
        if (before === undefined) return;
        const length = Math.floor((action.part ?? 0) * before.length);
        truncateSync(path, length);
        return this.#changed(of, before.slice(0, length));
      }
      case 'truncateGrow': {
        if (before === undefined) return;
        truncateSync(path);
        this.#disk.set(of, '');
        return this.#append(of, this.#lines(action.count ?? 1));
      }
      case 'rewrite':
        return this.#rewrite(of, action.part ?? 0);
      case 'delete':
        if (before === undefined) return;
        unlinkSync(path);
        this.#disk.delete(of);
        return;
      case 'recreate': {
        if (before === undefined) return;
        unlinkSync(path);
        const first = action.keepFirst ? before.slice(0, before.indexOf('\n') + 1) : '';
        this.#disk.delete(of);
        return this.#append(of, first + this.#lines(2));
      }
      case 'hint':
        return rig.engine.hint(path);
      case 'turns':
        for (let at = 0; at < (action.count ?? 1); at++) await turn();
        return;
      case 'look':
        return this.look();
      case 'restart':
        await rig.stop();
        return this.start();
      case 'crash':
        this.#crashIn = action.after ?? 0;
        await settled(rig.engine).catch((error: unknown) => expect(error).not.toBeInstanceOf(Stuck));
        this.#crashIn = Infinity;
        await rig.stop();
        return this.start();
    }
  }

  /** Compares the index with the disk. */
  async look(): Promise<void> {
    const { rig } = this;
    await settled(rig.engine);
    for (const of of NAMES) {
      const content = this.#disk.get(of);
      if (content === undefined) continue;
      const texts = textsOf(content);
      expect(rig.texts(of).length > 0 || texts.length > 0 ? rig.texts(of) : [], `of ${of}`).toEqual(texts);
      for (const text of texts) this.#seen.add(text);
    }
    const kept = new Set(NAMES.flatMap((of) => rig.generations(of).flatMap(({ id }) => rig.textsOf(id))));
    expect([...this.#seen].filter((text) => !kept.has(text))).toEqual([]);
  }

  #append(of: string, text: string): void {
    appendFileSync(this.rig.path(`${of}.jsonl`), text);
    this.#changed(of, (this.#disk.get(of) ?? '') + text);
  }

  /** One letter of it, in place. */
  #rewrite(of: string, part: number): void {
    const content = this.#disk.get(of);
    if (content === undefined || content === '') return;
    const from = content.indexOf('#', Math.floor(part * content.length));
    if (from === -1) return;
    const after = `${content.slice(0, from)}%${content.slice(from + 1)}`;
    writeFileSync(this.rig.path(`${of}.jsonl`), after, { flag: 'r+' });
    this.#changed(of, after);
  }

  /** A clock ticks between two writes: what changes neither in size nor in time is not seen by anybody. */
  #changed(of: string, content: string): void {
    this.#disk.set(of, content);
    this.#time += 1;
    utimesSync(this.rig.path(`${of}.jsonl`), this.#time, this.#time);
  }

  #lines(count: number): string {
    return Array.from({ length: count }, () => said(`#${this.#count++} ${'.'.repeat(this.#count % 60)}`)).join('');
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

class Stuck extends Error {}

/** Fails instead of waiting for ever, so that the sequence is told. */
async function settled(engine: IngestEngine): Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  const stuck = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Stuck(`stuck: ${JSON.stringify(engine.progress())}`)), 10_000);
  });
  await Promise.race([engine.settle(), stuck]).finally(() => timer !== null && clearTimeout(timer));
}

/** What the whole lines of a file say, found without the code that is tested. */
function textsOf(content: string): string[] {
  return content
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/^\0+/, ''))
    .flatMap((line) => {
      if (line.length + 1 > MAX_LINE_BYTES) return [stubOf(line)];
      try {
        const value: unknown = JSON.parse(line);
        return typeof value === 'object' && value !== null && 'say' in value ? [String(value.say)] : [];
      } catch {
        return [];
      }
    });
}

function stubOf(line: string): string {
  const sha256 = createHash('sha256').update(line).digest('hex');
  return `This line is too long to be read (${line.length} bytes, sha256 ${sha256}).`;
}
