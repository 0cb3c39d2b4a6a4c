import { useEffect } from 'react';
import { create } from 'zustand';
import type { Settings } from '../../contract/settings.ts';
import { client, noteRefusal } from './connection.ts';
import { onStreamEvent } from './events.ts';

interface SettingsState {
  /** null until the server has told them. */
  settings: Settings | null;
  /** Why they could not be read. */
  problem: string | null;
}

const useStore = create<SettingsState>(() => ({ settings: null, problem: null }));
let followed = false;

/** What holds for all windows and devices, read once and kept true by the stream. */
export function useSettings(): SettingsState {
  useEffect(followSettings, []);
  return useStore();
}

let last: Promise<void> = Promise.resolve();

/**
 * Changes them, on top of the newest that are known, and tells the server, one change after the other. Shown at once;
 * taken back when the server refuses, by throwing its `AmcError`.
 */
export function changeSettings(change: (settings: Settings) => Settings): Promise<void> {
  const changed = last.then(() => save(change));
  last = changed.catch(() => undefined);
  return changed;
}

async function save(change: (settings: Settings) => Settings): Promise<void> {
  const before = useStore.getState().settings ?? (await client.call('settings', {}));
  const wanted = change(before);
  useStore.setState({ settings: wanted, problem: null });
  try {
    useStore.setState({ settings: await client.call('saveSettings', { body: wanted }) });
  } catch (error) {
    noteRefusal(error);
    // Unless another window's have come meanwhile.
    useStore.setState(({ settings }) => ({ settings: settings === wanted ? before : settings }));
    throw error;
  }
}

/** Reads them anew; also what somebody presses after a failure. */
export async function readSettings(): Promise<void> {
  try {
    useStore.setState({ settings: await client.call('settings', {}), problem: null });
  } catch (error) {
    noteRefusal(error);
    useStore.setState({ problem: error instanceof Error ? error.message : String(error) });
  }
}

function followSettings(): void {
  if (followed) return;
  followed = true;
  onStreamEvent('settings', ({ settings }) => useStore.setState({ settings, problem: null }));
  // What was told in between is gone.
  onStreamEvent('snapshot', () => void readSettings());
  void readSettings();
}
