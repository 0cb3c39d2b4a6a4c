import type { Generation } from '../../ports/history-store.ts';
import { headOf, type Proof, stillHolds, suspicionOf } from './identity.ts';
import type { KnownFile } from './known-file.ts';
import type { Ledger } from './ledger.ts';
import { statIfThere } from './look.ts';
import { readMemory } from './memory.ts';
import { sketchOf } from './sketch.ts';
import { type FileStat, openSource, statOf, type TextSource } from './source.ts';

/**
 * Says which generation an open file is: the one that stood at its path, one that moved here (its own place is empty,
 * or holds something else now), or a new one, which is begun with a sketch. null: there is no whole line yet.
 */
export function claim(file: KnownFile, source: TextSource, stat: FileStat, ledger: Ledger): Generation | null {
  const standing = ledger.at(file.path);
  if (standing !== null) {
    if (holds(standing, source, stat, ledger)) return standing;
    ledger.supersede(standing);
    file.scan = null;
  }
  const head = headOf(source);
  if (head === null) return null;
  const { listed } = file;
  const moved = movedHere(head, source, file, { ledger, standing });
  if (moved === null) return ledger.begin(listed, stat, head, sketchOf(source, listed, stat.mtimeMs));
  ledger.found(moved, listed, { ...stat, size: Math.max(stat.size, moved.read) });
  return moved;
}

function holds(generation: Generation, source: TextSource, stat: FileStat, ledger: Ledger): boolean {
  const suspicion = suspicionOf(generation, stat);
  return suspicion === 'none' || stillHolds(source, generation, { suspicion, crc: crcOf(generation, ledger) });
}

function movedHere(
  head: Proof,
  source: TextSource,
  file: KnownFile,
  { ledger, standing }: { ledger: Ledger; standing: Generation | null },
): Generation | null {
  for (const generation of ledger.withHead(head)) {
    if (generation === standing || generation.file.agent !== file.listed.file.agent) continue;
    if (generation.state === 'superseded') continue;
    if (!isHomeless(generation, file, ledger)) continue;
    if (stillHolds(source, generation, { suspicion: 'changed', crc: crcOf(generation, ledger) })) return generation;
  }
  return null;
}

/** Whether its text is not at its path any more. */
function isHomeless(generation: Generation, file: KnownFile, ledger: Ledger): boolean {
  if (generation.path === file.path) return true;
  const stats = statIfThere(generation.path);
  if (stats === null) return generation.state !== 'unreadable';
  const stat = statOf(stats);
  if (suspicionOf(generation, stat) === 'none') return false;
  try {
    const other = openSource(generation.path, generation.file.encoding);
    try {
      return !holds(generation, other, other.stat(), ledger);
    } finally {
      other.close();
    }
  } catch {
    return false;
  }
}

function crcOf(generation: Generation, ledger: Ledger): number | null {
  const memory = ledger.memory(generation);
  return memory === null ? null : readMemory(memory).crc;
}
