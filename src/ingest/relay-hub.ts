import { mkdir, rename, unlink, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RelayHub } from '../ports/hooks.ts';
import { hasReader, isThere, madeNs, openFifo } from './relay-fifo.ts';
import { removeRelay, sweepRelays } from './relay-sweep.ts';
import { parseEventName } from './spool-name.ts';
import { isAlive } from './spool-process.ts';

export interface RelayHubOptions {
  /** `<data folder>/relay`. */
  dir: string;
  /** The hook left without having been answered or released: killed, or its agent died. */
  onGone?: (eventName: string) => void;
  /** How often to look for hooks that left by themselves, ms. */
  lookEveryMs?: number;
}

/**
 * Holds the relays of this AMC. A hook waits only 2 s to be taken up, so call `waiting` at once for each new event
 * that has `AMC_RELAY` in its environment.
 */
export interface OpenRelayHub extends RelayHub {
  /** From now on hooks offer relays: call it when their events are read. */
  start(): Promise<void>;
  /** Lets every hook leave. */
  dispose(): Promise<void>;
}

/** A hook that waits. Its FIFO is open for writing; closing it, in whatever way, lets the hook leave. */
interface Relay {
  name: string;
  pid: number;
  path: string;
  inode: bigint;
  handle: FileHandle;
}

/** How long a hook may take from its event to reading its FIFO. */
const TAKE_UP_MS = 2_000;
/** How long a hook may take to print an answer and leave; a stopped one takes it when it goes on. */
const TAKE_ANSWER_MS = 5_000;
const LOOK_MS = 3_000;
const PAUSES_MS = [1, 2, 4, 8, 16, 25];
const PID_FILE = 'server.pid';
/** Names remembered as over, so that no late question takes a hook up again that was let go. */
const REMEMBERED = 1_000;

export function createRelayHub(options: RelayHubOptions): OpenRelayHub {
  return new Hub(options);
}

class Hub implements OpenRelayHub {
  readonly #options: RelayHubOptions;
  /** By event name, from the first question on. null: nobody waits. */
  readonly #known = new Map<string, Promise<Relay | null>>();
  readonly #open = new Set<Relay>();
  #timer: NodeJS.Timeout | null = null;
  #disposed = false;

  constructor(options: RelayHubOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { dir } = this.#options;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await sweepRelays(dir);
    await writeWhole(join(dir, PID_FILE), `${process.pid}\n`);
    this.#timer = setInterval(() => void this.#lookForGone(), this.#options.lookEveryMs ?? LOOK_MS);
    this.#timer.unref();
  }

  async waiting(eventName: string): Promise<boolean> {
    const relay = await this.#relay(eventName);
    return relay !== null && this.#open.has(relay) && hasReader(relay);
  }

  async answer(eventName: string, answer: unknown): Promise<'taken' | 'gone'> {
    const relay = await this.#relay(eventName);
    // Whoever takes it out of the open ones has it alone: a hook is answered once.
    if (relay === null || !this.#open.delete(relay)) return 'gone';
    try {
      await writeWhole(`${relay.path}.answer`, JSON.stringify(answer));
      await relay.handle.write('answer\n');
      return await whetherTaken(relay);
    } catch (error) {
      if (!isBrokenPipe(error)) throw error;
      await removeRelay(relay.path);
      return 'gone';
    } finally {
      await this.#letGo(relay);
    }
  }

  async release(eventName: string): Promise<void> {
    const relay = await this.#known.get(eventName);
    if (relay && this.#open.delete(relay)) await this.#letGo(relay);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    if (this.#timer !== null) {
      clearInterval(this.#timer);
      await unlink(join(this.#options.dir, PID_FILE)).catch(() => undefined);
    }
    await Promise.all([...this.#known.keys()].map((name) => this.release(name)));
  }

  #relay(eventName: string): Promise<Relay | null> {
    const known = this.#known.get(eventName);
    if (known !== undefined) return known;
    const taken = this.#takeUp(eventName);
    this.#known.set(eventName, taken);
    this.#forgetOldest();
    return taken;
  }

  async #takeUp(name: string): Promise<Relay | null> {
    const parsed = parseEventName(name);
    if (parsed === null || this.#disposed) return null;
    const { stem, pid, writtenNs } = parsed;
    const path = join(this.#options.dir, stem);
    const made = await madeNs(path);
    // A younger FIFO belongs to a later hook with the same process id.
    if (made === null || made > writtenNs) return null;
    const opened = await openWhenRead(path, pid);
    if (opened === null) return null;
    const relay = { name, pid, path, ...opened };
    this.#open.add(relay);
    try {
      await relay.handle.write('wait\n');
      return relay;
    } catch {
      this.#open.delete(relay);
      await this.#letGo(relay);
      return null;
    }
  }

  async #letGo(relay: Relay): Promise<void> {
    this.#known.set(relay.name, Promise.resolve(null));
    await relay.handle.close();
    if (!isAlive(relay.pid)) await removeRelay(relay.path);
  }

  async #lookForGone(): Promise<void> {
    for (const relay of this.#open) {
      if ((await hasReader(relay)) || !this.#open.delete(relay)) continue;
      await this.#letGo(relay);
      this.#options.onGone?.(relay.name);
    }
  }

  #forgetOldest(): void {
    const openNames = new Set([...this.#open].map(({ name }) => name));
    for (const name of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) return;
      if (!openNames.has(name)) this.#known.delete(name);
    }
  }
}

/** Opens as soon as the hook reads; null when it never does. */
async function openWhenRead(path: string, pid: number): Promise<{ handle: FileHandle; inode: bigint } | null> {
  const deadline = performance.now() + TAKE_UP_MS;
  for (let turn = 0; performance.now() < deadline; turn += 1) {
    const opened = await openFifo(path);
    if (opened.state === 'open') return { handle: opened.handle, inode: opened.inode };
    if (opened.state === 'missing') return null;
    if (!isAlive(pid)) {
      await removeRelay(path);
      return null;
    }
    await delay(PAUSES_MS[turn] ?? PAUSES_MS.at(-1));
  }
  return null;
}

/** The hook removes its FIFO after it has printed the answer. A FIFO that outlives its hook was not answered. */
async function whetherTaken(relay: Relay): Promise<'taken' | 'gone'> {
  const { path, inode, pid } = relay;
  const deadline = performance.now() + TAKE_ANSWER_MS;
  for (let turn = 0; performance.now() < deadline; turn += 1) {
    const alive = isAlive(pid);
    if (!(await isThere(path, inode))) return 'taken';
    if (!alive) return 'gone';
    await delay(PAUSES_MS[turn] ?? PAUSES_MS.at(-1));
  }
  return (await hasReader(relay)) ? 'taken' : 'gone';
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
