import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import type { UsageMemory } from './usage-rows.ts';

/** What reading a file must remember from one stretch to the next; kept with the checkpoint. */
export interface Memory {
  /** CRC-32 of all that was read: tells a line that was rewritten anywhere in it. */
  crc: number;
  /** The first prompt was found. */
  prompted: boolean;
  usage: UsageMemory;
  spans: string | null;
  branches: string | null;
}

/** Text that is none gives the memory of a file that was not read yet, but for a checksum nothing is lost by that. */
export function readMemory(text: string | null): Memory {
  const fresh: Memory = {
    crc: 0,
    prompted: false,
    usage: { model: '', cumulative: null, base: null },
    spans: null,
    branches: null,
  };
  if (text === null) return fresh;
  try {
    const saved: unknown = JSON.parse(text);
    if (!isJsonObject(saved)) return fresh;
    return {
      crc: typeof saved.crc === 'number' ? saved.crc : 0,
      prompted: saved.prompted === true,
      usage: isJsonObject(saved.usage) ? readUsage(saved.usage) : fresh.usage,
      spans: typeof saved.spans === 'string' ? saved.spans : null,
      branches: typeof saved.branches === 'string' ? saved.branches : null,
    };
  } catch {
    return fresh;
  }
}

export function saveMemory(memory: Memory): string {
  return JSON.stringify(memory);
}

function readUsage({ model, cumulative, base }: JsonObject): UsageMemory {
  return {
    model: typeof model === 'string' ? model : '',
    cumulative: typeof cumulative === 'number' ? cumulative : null,
    base: typeof base === 'number' ? base : null,
  };
}
