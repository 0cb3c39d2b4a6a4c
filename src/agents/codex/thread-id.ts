const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** When a thread was born, ms since the epoch: its id is a UUIDv7, which begins with the time. null for other ids. */
export function bornAt(threadId: string): number | null {
  const match = UUID_V7.exec(threadId);
  if (match === null) return null;
  const [, high = '', low = ''] = match;
  return Number.parseInt(high + low, 16);
}
