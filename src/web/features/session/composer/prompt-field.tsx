import { Suspense, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Session } from '../../../../contract/session.ts';
import { titleOf } from '../../../lib/words.ts';
import { newer, older, type Recalled } from './prompt-history.ts';
import { completed } from './typed-token.ts';
import { loadMenu, useCompletion } from './use-completion.ts';
import { useHeight } from './use-height.ts';
import { tComposer } from './texts.ts';
import { lazyPart } from '../../../ui/lazy-part.ts';

const CompletionMenu = lazyPart(async () => (await loadMenu()).CompletionMenu);

interface PromptFieldProps {
  session: Session;
  value: string;
  setValue: (value: string) => void;
  submit: () => void;
  /** What was asked before, newest first. */
  prompts: () => readonly string[];
  recalled: Recalled | null;
  recall: (recalled: Recalled | null) => void;
  tall: boolean;
}

/** The field itself: lines, completion at the caret, earlier prompts with the arrow keys. */
export function PromptField(props: PromptFieldProps): ReactNode {
  const { session, value, setValue, submit, prompts, recalled, recall, tall } = props;
  const field = useHeight(value, tall);
  const completing = useCompletion(session.key);
  const [active, setActive] = useState<string | null>(null);
  const moveCaret = useCaret(field, value);
  const { token } = completing;
  const complete = (insert: string): void => {
    if (token === null) return;
    const next = completed(value, token, insert);
    moveCaret(next.caret);
    setValue(next.value);
    completing.close();
  };
  const remember = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (event.key === 'ArrowUp' && selectionStart === 0 && selectionEnd === 0) {
      const next = older(recalled, prompts());
      if (next === null) return false;
      moveCaret(0);
      recall(next);
      return true;
    }
    if (event.key !== 'ArrowDown' || recalled === null) return false;
    const next = newer(recalled, prompts());
    moveCaret(next === null ? 'end' : 0);
    recall(next);
    return true;
  };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (token !== null && completing.keys.current?.(event) === true) return event.preventDefault();
    // A list that is still on its way is taken back by Esc as well: the field keeps the keys.
    if (token !== null && event.key === 'Escape' && !event.nativeEvent.isComposing) {
      completing.close();
      return event.preventDefault();
    }
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (remember(event)) return event.preventDefault();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) submit();
  };
  return (
    <>
      <textarea
        ref={field}
        data-composer
        rows={1}
        className="block w-full min-w-0 resize-none overflow-y-auto bg-transparent px-4 pt-3 pb-1 text-15 outline-none pointer-coarse:min-h-11 pointer-coarse:text-[16px]"
        aria-label={tComposer('composer.label', { title: titleOf(session) })}
        aria-describedby="composer-way"
        aria-keyshortcuts="c"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={token !== null && active !== null ? 'composer-completions' : undefined}
        aria-activedescendant={token === null ? undefined : (active ?? undefined)}
        placeholder={tComposer(
          session.prompt.channel === 'none' ? 'composer.placeholderClosed' : 'composer.placeholder',
          {
            agent: session.agent,
          },
        )}
        enterKeyHint="send"
        value={value}
        onChange={({ target }) => {
          setValue(target.value);
          completing.typed(target.value, target.selectionStart);
        }}
        onSelect={({ currentTarget }) => completing.moved(currentTarget.value, currentTarget.selectionStart)}
        onFocus={completing.entered}
        onBlur={completing.close}
        onKeyDown={pressed}
      />
      {token === null ? null : (
        <Suspense fallback={null}>
          <CompletionMenu
            key={`${token.trigger} ${token.start}`}
            sessionKey={session.key}
            token={token}
            field={field}
            keys={completing.keys}
            choose={complete}
            close={completing.close}
            activated={setActive}
            heard={completing.heard}
          />
        </Suspense>
      )}
    </>
  );
}

/** Puts the caret where it was asked to be, once the text stands there. */
function useCaret(field: React.RefObject<HTMLTextAreaElement | null>, value: string): (at: number | 'end') => void {
  const wanted = useRef<number | 'end' | null>(null);
  useLayoutEffect(() => {
    const element = field.current;
    const at = wanted.current === 'end' ? value.length : wanted.current;
    wanted.current = null;
    if (element !== null && at !== null) element.setSelectionRange(at, at);
  });
  return (at) => {
    wanted.current = at;
  };
}
