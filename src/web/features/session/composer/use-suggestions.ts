import { useEffect, useState } from 'react';
import type { Completion, CompletionTrigger } from '../../../../contract/completion.ts';
import type { SessionKey } from '../../../../contract/session.ts';
import { messageOf } from '../../../../lib/message-of.ts';
import { fitting, suggestionsFor } from './suggestions.ts';
import type { TypedToken } from './typed-token.ts';

export type Suggestions =
  /** `slow`: long enough to be said. */
  | { phase: 'loading'; slow: boolean }
  | { phase: 'ready'; items: readonly Completion[]; more: boolean; triggers: readonly CompletionTrigger[] }
  | { phase: 'failed'; why: string };

/** Between two keys of somebody who types. */
const PAUSE_MS = 40;
const SLOW_MS = 200;

/** What fits the word at the caret. While newer ones are looked for, those of before that still fit. */
export function useSuggestions(key: SessionKey, { trigger, text }: TypedToken): Suggestions {
  const [found, setFound] = useState<{ of: string; suggestions: Suggestions } | null>(null);
  const [slow, setSlow] = useState(false);
  const of = `${trigger}${text}`;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const tell = (suggestions: Suggestions): void => {
      if (!signal.aborted) setFound({ of: `${trigger}${text}`, suggestions });
    };
    const look = (): void => {
      suggestionsFor(key, { trigger, text }, signal).then(
        ({ items, more, triggers }) => tell({ phase: 'ready', items, more, triggers }),
        (error: unknown) => tell({ phase: 'failed', why: messageOf(error) }),
      );
    };
    const timer = trigger === '@' && text !== '' ? setTimeout(look, PAUSE_MS) : undefined;
    if (timer === undefined) look();
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, trigger, text]);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  if (found === null) return { phase: 'loading', slow };
  const { suggestions } = found;
  if (found.of === of || suggestions.phase !== 'ready') return suggestions;
  const items = found.of.startsWith(trigger) ? fitting(suggestions.items, { trigger, text }) : [];
  return items.length === 0 ? { phase: 'loading', slow } : { ...suggestions, items };
}
