import type { ReactNode } from 'react';

/** A text of the page's own in which `backticks` mark what is to be typed. */
export function Phrase({ text }: { text: string }): ReactNode {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one unchanging text
      <code key={index} className="rounded-s bg-paper-3 px-1 font-mono text-[0.92em]">
        {part}
      </code>
    ),
  );
}
