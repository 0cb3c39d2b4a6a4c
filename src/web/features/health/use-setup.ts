import { useCallback, useEffect, useState } from 'react';
import { AmcError } from '../../../contract/errors.ts';
import type { Setup } from '../../../contract/setup.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';

/** The server looks around at most twice a minute; hooks at every question. */
const LOOK_MS = 5_000;

export interface SetupState {
  /** null until the first look is done. */
  setup: Setup | null;
  /** Why the last look failed. */
  problem: string | null;
  /** Installs or removes the hooks; the reason when that was not done. */
  changeHooks: (action: 'install' | 'uninstall') => Promise<string | null>;
  again: () => void;
}

/** What AMC finds on this machine, looked at again while somebody reads it. */
export function useSetup(): SetupState {
  const [setup, setSetup] = useState<Setup | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const live = useApp(isLive);
  const look = useCallback(async (signal?: AbortSignal): Promise<void> => {
    try {
      setSetup(await client.call('setup', signal === undefined ? {} : { signal }));
      setProblem(null);
    } catch (error) {
      if (signal?.aborted === true) return;
      noteRefusal(error);
      setProblem(whyOf(error));
    }
  }, []);
  useEffect(() => {
    if (!live) return;
    const controller = new AbortController();
    const lookIfSeen = (): void => {
      if (document.visibilityState === 'visible') void look(controller.signal);
    };
    lookIfSeen();
    const timer = setInterval(lookIfSeen, LOOK_MS);
    document.addEventListener('visibilitychange', lookIfSeen);
    return () => {
      controller.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookIfSeen);
    };
  }, [live, look]);
  const changeHooks = async (action: 'install' | 'uninstall'): Promise<string | null> => {
    try {
      setSetup(await client.call('changeHooks', { body: { action } }));
      return null;
    } catch (error) {
      noteRefusal(error);
      return whyOf(error);
    }
  };
  return { setup, problem, changeHooks, again: () => void look() };
}

function whyOf(error: unknown): string {
  if (error instanceof AmcError) return [error.message, error.next].filter(Boolean).join(' ');
  return error instanceof Error ? error.message : String(error);
}
