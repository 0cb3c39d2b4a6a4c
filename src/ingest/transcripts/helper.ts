import type { AgentName } from '../../contract/agent.ts';
import type { IndexBatch } from '../../ports/history-store.ts';
import type { TranscriptFile, TranscriptFormat } from '../../ports/transcripts.ts';
import { batchOf } from './batch.ts';
import type { PackItems } from './blocks.ts';
import { textOf } from './lister.ts';
import { readMemory } from './memory.ts';
import { openSource } from './source.ts';
import { type LongLineScan, type StretchLimits, StretchReader } from './stretch.ts';

/** One stretch of one file, to be read in another thread. */
export interface StretchJob {
  /** The real path. */
  path: string;
  file: TranscriptFile;
  generation: number;
  from: number;
  memory: string | null;
  inode: string;
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
    const format = byAgent.get(job.file.agent);
    if (format === undefined) return { kind: 'failed', message: `there is no reader for ${job.file.agent}` };
    try {
      return readJob(job, reader, { format, pack });
    } catch (error) {
      return { kind: 'failed', message: textOf(error) };
    }
  };
}

function readJob(
  job: StretchJob,
  reader: StretchReader,
  tools: { format: TranscriptFormat; pack: PackItems },
): StretchAnswer {
  const source = openSource(job.path, job.file.encoding);
  try {
    const { inode, mtimeMs } = source.stat();
    if (inode !== job.inode) return { kind: 'changed' };
    const crc = readMemory(job.memory).crc;
    let scan: LongLineScan | null = null;
    for (;;) {
      const read = reader.read(source, job.from, { crc, scan });
      if (read.stretch.kind === 'end') return { kind: 'end' };
      scan = read.scan;
      if (read.stretch.kind === 'scanning') continue;
      const { generation, file, memory } = job;
      const batch = batchOf(read.stretch, { generation, file, memory, size: source.size(), mtimeMs }, tools);
      return { kind: 'batch', batch, more: !source.endsAt(batch.to) };
    }
  } finally {
    source.close();
  }
}
