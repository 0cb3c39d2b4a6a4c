import { AmcError } from '../../../contract/errors.ts';
import type { Settings } from '../../../contract/settings.ts';
import { changeSettings } from '../../state/settings.ts';
import { toast } from '../../state/toasts.ts';
import { tSettings } from './texts.ts';

/** Saves a change; a refusal is told. True: it is saved. */
export async function save(change: (settings: Settings) => Settings): Promise<boolean> {
  try {
    await changeSettings(change);
    return true;
  } catch (error) {
    toast(tSettings('settings.notSaved', { why: whyOf(error) }), { tone: 'bad' });
    return false;
  }
}

interface Removal {
  name: string;
  take: (settings: Settings) => Settings;
  putBack: (settings: Settings) => Settings;
}

/** Removes something, and offers the way back, which leaves alone what was changed since. */
export async function remove({ name, take, putBack }: Removal): Promise<void> {
  if (!(await save(take))) return;
  const run = (): void => void save(putBack);
  toast(tSettings('settings.removed', { name }), { action: { label: tSettings('settings.undo'), run } });
}

/** A list with something at a place, or at its end when it has become shorter. */
export function insertedAt<T>(list: readonly T[], index: number, item: T): T[] {
  return [...list.slice(0, index), item, ...list.slice(index)];
}

export function whyOf(error: unknown): string {
  if (error instanceof AmcError) return [error.message, error.next].filter(Boolean).join(' ');
  return error instanceof Error ? error.message : String(error);
}

export function newId(): string {
  return Math.random().toString(36).slice(2, 10);
}
