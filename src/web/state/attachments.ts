import { create } from 'zustand';
import type { SessionKey } from '../../contract/session.ts';
import { client, noteRefusal } from './connection.ts';
import { messageOf } from '../../lib/message-of.ts';

/** A file that will go with the next prompt to a session. */
export interface Attached {
  id: number;
  name: string;
  /** null: it was up before, and nobody counted. */
  bytes: number | null;
  /** A `data:` address of an image: nothing else is allowed by the page's own rules. */
  thumbnail: string | null;
  state: { phase: 'uploading' } | { phase: 'ready'; path: string } | { phase: 'failed'; why: string };
}

export const MOST_ATTACHED = 20;

const NONE: readonly Attached[] = [];
const useStore = create<{ of: ReadonlyMap<SessionKey, readonly Attached[]> }>(() => ({ of: new Map() }));
let counter = 0;

/** Kept while the page is open, whatever screen is shown. */
export function useAttached(key: SessionKey): readonly Attached[] {
  return useStore((state) => state.of.get(key) ?? NONE);
}

/** Begins to upload; what does not fit any more is left out. */
export function attach(key: SessionKey, files: readonly File[]): void {
  const room = MOST_ATTACHED - (useStore.getState().of.get(key) ?? NONE).length;
  for (const file of files.slice(0, Math.max(0, room))) void upload(key, file);
}

/** What went with a prompt that comes back to be changed goes with the next one again: it is up still. */
export function attachAgain(key: SessionKey, paths: readonly string[]): void {
  change(key, (all) => {
    const known = new Set(pathsOf(all).map(({ path }) => path));
    const again = paths
      .filter((path) => !known.has(path))
      .map((path): Attached => {
        const name = path.split('/').at(-1) ?? path;
        return { id: (counter += 1), name, bytes: null, thumbnail: null, state: { phase: 'ready', path } };
      });
    return [...all, ...again].slice(0, MOST_ATTACHED);
  });
}

export function detach(key: SessionKey, id: number): void {
  change(key, (all) => all.filter((one) => one.id !== id));
}

export function detachAll(key: SessionKey): void {
  change(key, () => NONE);
}

/** The paths to send; only those that are up. */
export function pathsOf(attached: readonly Attached[]): { path: string }[] {
  return attached.flatMap(({ state }) => (state.phase === 'ready' ? [{ path: state.path }] : []));
}

async function upload(key: SessionKey, file: File): Promise<void> {
  counter += 1;
  const id = counter;
  const name = file.name === '' ? 'image.png' : file.name;
  const begun: Attached = { id, name, bytes: file.size, thumbnail: null, state: { phase: 'uploading' } };
  change(key, (all) => [...all, begun]);
  try {
    const address = await addressOf(file);
    if (file.type.startsWith('image/')) replace(key, id, { thumbnail: address });
    const base64 = address.slice(address.indexOf(',') + 1);
    const { path } = await client.call('uploadAttachment', { body: { name: name.slice(-200), base64 } });
    replace(key, id, { state: { phase: 'ready', path } });
  } catch (error) {
    noteRefusal(error);
    replace(key, id, { state: { phase: 'failed', why: messageOf(error) } });
  }
}

function addressOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file could not be read.')));
    reader.readAsDataURL(file);
  });
}

function replace(key: SessionKey, id: number, part: Partial<Attached>): void {
  change(key, (all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
}

function change(key: SessionKey, how: (all: readonly Attached[]) => readonly Attached[]): void {
  useStore.setState(({ of }) => ({ of: new Map(of).set(key, how(of.get(key) ?? NONE)) }));
}
