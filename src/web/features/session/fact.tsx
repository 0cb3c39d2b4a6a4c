import type { ReactNode } from 'react';

/** One thing that is known, under its name. Stands in a `dl`. */
export function Fact({
  name,
  mono = false,
  children,
}: {
  name: string;
  mono?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <div>
      <dt className="text-ink-3">{name}</dt>
      <dd className={mono ? 'font-mono wrap-anywhere' : 'break-words'}>{children}</dd>
    </div>
  );
}
