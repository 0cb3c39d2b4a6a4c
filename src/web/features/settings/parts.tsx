import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import { segment, SEGMENTS } from '../../ui/segments.ts';

/** One part of the settings, with its place in the address. */
export function Section({
  id,
  title,
  lead,
  children,
}: {
  id: string;
  title: string;
  lead?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-16">
      <h2 id={`${id}-title`} className="text-18 font-semibold">
        {title}
      </h2>
      {lead === undefined ? null : <p className="mt-1 text-ink-2">{lead}</p>}
      <div className="mt-4 grid gap-6">{children}</div>
    </section>
  );
}

/** Rows under each other, a hairline between them. */
export function Rows({ children, label }: { children: ReactNode; label?: string }): ReactNode {
  return (
    <div
      role={label === undefined ? undefined : 'group'}
      aria-label={label}
      className="divide-y divide-line border-y border-line"
    >
      {children}
    </div>
  );
}

/** What it is at the left, how it is set at the right; on a phone below each other. */
export function Row({
  title,
  about,
  children,
}: {
  title: ReactNode;
  about?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="font-medium">{title}</div>
        {about === undefined ? null : <div className="mt-0.5 text-12 text-ink-2">{about}</div>}
      </div>
      {children}
    </div>
  );
}

interface SegmentsProps<T extends string> {
  label: string;
  choices: readonly { id: T; label: string }[];
  value: T;
  choose: (id: T) => void;
}

/** One of a few, side by side. Real radio buttons: arrow keys choose. */
export function Segments<T extends string>({ label, choices, value, choose }: SegmentsProps<T>): ReactNode {
  const name = useId();
  return (
    <fieldset className={SEGMENTS}>
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.id}
          className={classes(segment(choice.id === value), 'has-focus-visible:outline-2 has-focus-visible:outline-ink')}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 cursor-pointer opacity-0"
            checked={choice.id === value}
            onChange={() => choose(choice.id)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}

interface SwitchProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'type'> {
  label: string;
  on: boolean;
  turn: (on: boolean) => void;
}

/** On or off, at once. The knob's place says it, not a colour. */
export function Switch({ label, on, turn, ...rest }: SwitchProps): ReactNode {
  return (
    <span className="grid h-8 w-10 shrink-0 place-items-center pointer-coarse:size-11">
      <input
        type="checkbox"
        role="switch"
        aria-label={label}
        checked={on}
        onChange={(event) => turn(event.target.checked)}
        className={classes(
          "h-5 w-9 shrink-0 cursor-pointer appearance-none rounded-full border transition-colors duration-100 before:mt-[2px] before:ml-[2px] before:block before:size-3.5 before:rounded-full before:transition-transform before:duration-100 before:content-['']",
          on ? 'border-ink bg-ink before:translate-x-4 before:bg-paper' : 'border-ink-3 bg-transparent before:bg-ink-3',
        )}
        {...rest}
      />
    </span>
  );
}

/** A check box with its words. */
export function Check({ label, on, turn }: { label: ReactNode; on: boolean; turn: (on: boolean) => void }): ReactNode {
  return (
    <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
      <input
        type="checkbox"
        className="size-4 shrink-0 accent-ink"
        checked={on}
        onChange={(event) => turn(event.target.checked)}
      />
      <span className="min-w-0">{label}</span>
    </label>
  );
}

/** A label above its field. */
export function Field({
  label,
  about,
  problem,
  children,
}: {
  label: string;
  about?: string;
  problem?: string | undefined;
  children: (id: string, describedBy: string | undefined) => ReactNode;
}): ReactNode {
  const id = useId();
  const note = problem ?? about;
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="text-12 font-medium">
        {label}
      </label>
      {children(id, note === undefined ? undefined : `${id}-note`)}
      {note === undefined ? null : (
        <p id={`${id}-note`} className={classes('text-12', problem === undefined ? 'text-ink-2' : 'text-bad-text')}>
          {note}
        </p>
      )}
    </div>
  );
}
