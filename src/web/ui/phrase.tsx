import type { ReactNode } from 'react';
import { Clean } from './clean.tsx';

/** A text in which `backticks` mark what is to be typed. */
export function Phrase({ text }: { text: string }): ReactNode {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one unchanging text
      <Clean key={index} text={part} />
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one unchanging text
      <code key={index} className="rounded-s bg-paper-3 px-1 font-mono text-[0.92em]">
        <Clean text={part} />
      </code>
    ),
  );
}
