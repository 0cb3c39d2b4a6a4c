import { useRef, useState } from 'react';
import type { CompletionTrigger } from '../../../../contract/completion.ts';
import type { SessionKey } from '../../../../contract/session.ts';
import type { MenuKeys } from './completion-menu.tsx';
import { namedOf } from './suggestions.ts';
import { tokenAt, type TypedToken } from './typed-token.ts';

export const loadMenu = () => import('./completion-menu.tsx');

export interface Completing {
  /** The word that is completed now; null: the menu is closed. */
  token: TypedToken | null;
  /** Set by the menu while it is open. */
  keys: React.RefObject<MenuKeys | null>;
  /** Something was typed. */
  typed: (value: string, caret: number) => void;
  /** The caret was moved. */
  moved: (value: string, caret: number) => void;
  close: () => void;
  /** The field was entered: what the agent has is looked up before somebody types. */
  entered: () => void;
  heard: (triggers: readonly CompletionTrigger[]) => void;
}

/**
 * When a word is completed: from its trigger on, at the beginning or behind a blank, where the agent has that trigger.
 * What was closed stays closed until another word is begun.
 */
export function useCompletion(sessionKey: SessionKey): Completing {
  const [token, setToken] = useState<TypedToken | null>(null);
  const [triggers, setTriggers] = useState<readonly CompletionTrigger[] | null>(null);
  const keys = useRef<MenuKeys>(null);
  const closedAt = useRef<number | null>(null);
  const show = (next: TypedToken | null): void => {
    if (next === null || next.start !== closedAt.current) closedAt.current = null;
    const known = next !== null && (triggers === null || triggers.includes(next.trigger));
    setToken(known && closedAt.current === null ? next : null);
  };
  return {
    token,
    keys,
    typed: (value, caret) => show(tokenAt(value, caret)),
    moved: (value, caret) => {
      const next = tokenAt(value, caret);
      if (token !== null) setToken(next?.start === token.start ? next : null);
    },
    close: () => {
      closedAt.current = token?.start ?? null;
      setToken(null);
    },
    entered: () => {
      void loadMenu();
      namedOf(sessionKey, '/').then(
        (reply) => setTriggers(reply.triggers),
        () => undefined,
      );
    },
    heard: (told) => {
      setTriggers(told);
      if (token !== null && !told.includes(token.trigger)) setToken(null);
    },
  };
}
