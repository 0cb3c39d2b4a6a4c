const MINUTE = 60_000;

export const SNOOZES = ['15min', '1h', '4h', 'tomorrow'] as const;
export type Snooze = (typeof SNOOZES)[number];

const FOR_MS = { '15min': 15 * MINUTE, '1h': 60 * MINUTE, '4h': 240 * MINUTE } as const;
const MORNING_HOUR = 9;

/** Until when, ms: in so long, or tomorrow morning by this machine's calendar. */
export function snoozeUntil(snooze: Snooze, now: number): number {
  if (snooze !== 'tomorrow') return now + FOR_MS[snooze];
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(MORNING_HOUR, 0, 0, 0);
}
