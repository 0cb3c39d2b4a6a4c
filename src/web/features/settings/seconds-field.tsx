import { useId, useState, type ReactNode } from 'react';
import { FIELD } from '../../ui/field.ts';

const LONGEST = 86_400;

interface SecondsFieldProps {
  label: string;
  unit: string;
  value: number;
  set: (seconds: number) => void;
}

/** Whole seconds up to a day. What is no such number is not taken, and goes when the field is left. */
export function SecondsField({ label, unit, value, set }: SecondsFieldProps): ReactNode {
  const id = useId();
  const [text, setText] = useState(String(value));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        inputMode="numeric"
        className={`${FIELD} w-20 text-right`}
        aria-describedby={`${id}-unit`}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const seconds = secondsIn(event.target.value);
          if (seconds !== null) set(seconds);
        }}
        onBlur={() => setText(String(value))}
      />
      <span id={`${id}-unit`} className="text-ink-2">
        {unit}
      </span>
    </div>
  );
}

function secondsIn(text: string): number | null {
  return /^\s*\d{1,6}\s*$/.test(text) ? Math.min(LONGEST, Number(text)) : null;
}
