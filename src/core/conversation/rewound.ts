import type { Branch } from '../../contract/conversation.ts';

/** Bytes `[from, to)` of records that the live conversation has left behind. */
export interface Rewound {
  from: number;
  to: number;
}

/** What is not on the way from the newest record back to the first, in file order. None overlap. */
export function rewoundRanges(branches: readonly Branch[]): Rewound[] {
  const ranges: Rewound[] = [];
  let branch = branches.findLast(({ live }) => live);
  while (branch !== undefined && branch.forkedAt !== null) {
    const { id, from, forkedAt } = branch;
    if (forkedAt < from) ranges.unshift({ from: forkedAt, to: from });
    branch = branches.find((other) => other.id < id && other.from < forkedAt && forkedAt <= (other.to ?? Infinity));
  }
  return ranges;
}
