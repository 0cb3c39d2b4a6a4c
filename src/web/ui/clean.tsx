import type { ReactNode } from 'react';
import { visibleParts, withoutAnsi } from '../lib/safe-text.ts';

/** Text an agent wrote, with everything invisible in it made visible. */
export function Clean({ text }: { text: string }): ReactNode {
  const parts = visibleParts(withoutAnsi(text));
  if (parts.length === 1 && parts[0]?.kind === 'text') return parts[0].text;
  return parts.map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      // eslint-disable-next-line react/no-array-index-key -- parts of one unchanging text
      <span key={index} className="mx-px rounded-s bg-gone px-0.5 font-mono text-12 text-gone-mark">
        {part.name}
      </span>
    ),
  );
}
