import type { ReactNode } from 'react';

/** A command to be typed elsewhere; one click selects all of it. */
export function Command({ text }: { text: string }): ReactNode {
  return (
    <code className="inline-block w-fit max-w-full rounded-m border border-line bg-paper-2 px-3 py-1.5 font-mono text-13 break-words whitespace-pre-wrap select-all">
      {text}
    </code>
  );
}
