import type { Branch } from '../../../contract/conversation.ts';
import { rewoundRanges } from '../../../core/conversation/rewound.ts';

/** Tells of a record's byte offset whether it was rewound: written, and then gone back behind. */
export function rewoundIn(branches: readonly Branch[]): (offset: number) => boolean {
  const ranges = rewoundRanges(branches);
  return (offset) => ranges.some(({ from, to }) => offset >= from && offset < to);
}
