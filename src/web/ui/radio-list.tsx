import { useId, type ReactNode } from 'react';
import { Clean } from './clean.tsx';

interface RadioListProps {
  label: string;
  choices: readonly { id: string; label: string }[];
  value: string | undefined;
  disabled?: boolean;
  choose: (id: string) => void;
}

/** One of several, each a line; the browser's own radio buttons, so arrow keys choose too: nothing is sent by choosing. */
export function RadioList({ label, choices, value, disabled = false, choose }: RadioListProps): ReactNode {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="grid">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.id}
          className="flex min-h-8 items-center gap-2.5 rounded-s px-3 hover:bg-paper-3 has-disabled:text-ink-3 has-disabled:hover:bg-transparent has-focus-visible:bg-paper-3 pointer-coarse:min-h-11"
        >
          <input
            type="radio"
            name={name}
            value={choice.id}
            className="size-3.5 shrink-0 accent-ink"
            checked={choice.id === value}
            onChange={() => choose(choice.id)}
          />
          <span className="min-w-0">
            <Clean text={choice.label} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}
