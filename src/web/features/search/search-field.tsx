import { useEffect, useRef, type ReactNode } from 'react';
import { tSearch } from './texts.ts';
import { lastNavigation } from '../../state/navigation.ts';
import { useTyped } from '../../ui/use-typed.ts';

interface FieldProps {
  query: string;
  ask: (text: string) => void;
  faulty: boolean;
}

const TYPING_MS = 250;

/** The one field. Asks when the typing pauses, at once by Enter. */
export function SearchField({ query, ask, faulty }: FieldProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useTyped(query, ask, TYPING_MS);
  useEffect(() => {
    // Gone back to, the results are what is wanted: keys go to them.
    if (lastNavigation() === 'push') field.current?.focus();
  }, []);
  return (
    <form
      role="search"
      className="sticky top-12 z-10 bg-paper pt-5 pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        ask(typed);
      }}
    >
      <input
        ref={field}
        type="search"
        data-search
        className="min-h-11 w-full rounded-m border border-line-2 bg-float px-4 text-15 outline-none focus:border-ink pointer-coarse:text-[16px]"
        aria-label={tSearch('search.label')}
        aria-keyshortcuts="/"
        aria-invalid={faulty || undefined}
        aria-describedby={faulty ? 'query-error' : undefined}
        placeholder={tSearch('search.placeholder')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}
