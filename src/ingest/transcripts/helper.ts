import type { AgentName } from '../../contract/agent.ts';
import type { Generation, IndexBatch } from '../../ports/history-store.ts';
import type { TranscriptFormat } from '../../ports/transcripts.ts';
import { batchOf } from './batch.ts';
import type { PackItems } from './blocks.ts';
import { stillHolds, suspicionOf } from './identity.ts';
import { readMemory } from './memory.ts';
import { openSource } from './source.ts';
import { type LongLineScan, type StretchLimits, StretchReader } from './stretch.ts';
import { messageOf } from '../../lib/message-of.ts';

/** One stretch of one file, to be read in another thread. */
export interface StretchJob {
  /** The real path. */
  path: string;
  /** What stood there when the job was given; it is proven anew before it is read. */
  generation: Generation;
  memory: string | null;
}

export type StretchAnswer =
  | { kind: 'batch'; batch: IndexBatch; more: boolean }
  /** No whole line is there. */
  | { kind: 'end' }
  /** It is another file by now. */
  | { kind: 'changed' }
  | { kind: 'failed'; message: string };

/** Reads stretches somewhere else. */
export interface StretchHelper {
  read(job: StretchJob): Promise<StretchAnswer>;
  dispose(): Promise<void>;
}

export interface StretchWorkerOptions {
  formats: readonly TranscriptFormat[];
  pack: PackItems;
  limits: StretchLimits;
}

/** The work itself, to be called in the thread that does it. Never throws. */
export function createStretchWorker({
  formats,
  pack,
  limits,
}: StretchWorkerOptions): (job: StretchJob) => StretchAnswer {
  const reader = new StretchReader(limits);
  const byAgent = new Map<AgentName, TranscriptFormat>(formats.map((format) => [format.agent, format]));
  return (job) => {
    const { agent } = job.generation.file;
    const format = byAgent.get(agent);
    if (format === undefined) return { kind: 'failed', message: `there is no reader for ${agent}` };
    try {
      return readJob(job, reader, { format, pack });
    } catch (error) {
      return { kind: 'failed', message: messageOf(error) };
    }
  };
}

function readJob(
  job: StretchJob,
  reader: StretchReader,
  tools: { format: TranscriptFormat; pack: PackItems },
): StretchAnswer {
  const { path, generation, memory } = job;
  const { id, file, read: from } = generation;
  const source = openSource(path, file.encoding);
  try {
    const stat = source.stat();
    const { crc } = readMemory(memory);
    const proof = { suspicion: suspicionOf(generation, stat), crc: memory === null ? null : crc };
    if (!stillHolds(source, generation, proof)) return { kind: 'changed' };
    let scan: LongLineScan | null = null;
    for (;;) {
      const read = reader.read(source, from, { crc, scan });
      if (read.stretch.kind === 'end') return { kind: 'end' };
      scan = read.scan;
      if (read.stretch.kind === 'scanning') continue;
      const context = { generation: id, file, memory, size: stat.size, mtimeMs: stat.mtimeMs };
      const batch = batchOf(read.stretch, context, tools);
      return { kind: 'batch', batch, more: !source.endsAt(batch.to) };
    }
  } finally {
    source.close();
  }
}
