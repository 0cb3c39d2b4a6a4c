import { z } from 'zod';
import type { Activity } from '../../core/observation.ts';
import type { Mode } from './capabilities.ts';

const text = z.string().optional().catch(undefined);
const time = z.number().positive().optional().catch(undefined);

/** What AMC reads of `<config dir>/sessions/<pid>.json`. The facts are in FORMAT.md, "Registry". */
export const RegistryEntry = z.object({
  pid: z.number().int().positive(),
  sessionId: z.string().min(1),
  procStart: z.union([z.string(), z.number()]).transform(String),
  cwd: text,
  startedAt: time,
  version: text,
  kind: text,
  entrypoint: text,
  name: text,
  nameSource: text,
  status: text,
  waitingFor: text,
  statusUpdatedAt: time,
  updatedAt: time,
});
export type RegistryEntry = z.infer<typeof RegistryEntry>;

export interface RegistryClaim {
  activity: Activity;
  at: number;
  detail: string;
}

/** What the entry says the session does. Without a status (it has none in its first moments) it is starting. */
export function claimOf(entry: RegistryEntry): RegistryClaim {
  const at = entry.statusUpdatedAt ?? entry.updatedAt ?? entry.startedAt ?? 0;
  switch (entry.status) {
    case undefined:
      return { activity: 'starting', at, detail: 'registry: no status yet' };
    case 'busy':
      return { activity: 'working', at, detail: 'registry: busy' };
    case 'idle':
      return { activity: 'idle', at, detail: 'registry: idle' };
    case 'shell':
      return { activity: 'idle', at, detail: 'registry: shell (background shell running)' };
    case 'waiting':
      return {
        activity: 'waiting',
        at,
        detail: `registry: waiting${entry.waitingFor === undefined ? '' : ` (${entry.waitingFor})`}`,
      };
    default:
      return { activity: 'unknown', at, detail: `registry: ${entry.status}` };
  }
}

/** Only a session that a person started in a terminal can be typed to. */
export function modeOf(entry: RegistryEntry): Mode {
  const isTerminal = (entry.kind ?? 'interactive') === 'interactive' && (entry.entrypoint ?? 'cli') === 'cli';
  return isTerminal ? 'terminal' : 'headless';
}

/** A name that says something: Claude Code derives one from the folder when nobody gave any. */
export function titleOf(entry: RegistryEntry): { text: string; rank: 2 | 3 } | null {
  if (entry.name === undefined || entry.name.trim() === '' || entry.nameSource === 'derived') return null;
  return { text: entry.name, rank: entry.nameSource === 'user' ? 3 : 2 };
}

/** Start times are equal whatever blanks a system puts into them. */
export function isSameStart(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();
}
