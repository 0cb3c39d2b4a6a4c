import { writeStored } from '../../state/persisted.ts';
import { readStored } from '../../state/stored.ts';

const NAME = 'palette.recent';
const MOST = 8;

/** Ids of what was chosen lately in this browser, the newest first. */
export function recentIds(): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(readStored(NAME) || '[]');
    return Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function noteRecent(id: string): void {
  const others = recentIds().filter((other) => other !== id);
  writeStored(NAME, JSON.stringify([id, ...others].slice(0, MOST)));
}
