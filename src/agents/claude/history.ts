import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SessionFacts } from '../../core/observation.ts';
import type { PageReader } from '../../ports/log-reader.ts';
import { blocksOf, recordsOn, textsOf, type TranscriptRecord } from './record.ts';
import { oneLine } from './tool-line.ts';
import { collectFacts, previewOf } from './transcript-observer.ts';
import { isSafeId, projectFolders } from './transcript-path.ts';
import { readUserText } from './user-text.ts';

export interface PastTranscript {
  sessionId: string;
  path: string;
  mtimeMs: number;
}

const HEAD_BYTES = 128 * 1024;
const TAIL_BYTES = 256 * 1024;
/** A preview is looked for so far back: a long turn may hold megabytes of tool results. */
const MAX_TAIL_BYTES = 4 * 1024 * 1024;

/** Transcripts that were written lately, newest first. Looks at folders and file times only. */
export async function recentTranscripts(options: {
  configDirs: readonly string[];
  since: number;
  limit: number;
}): Promise<PastTranscript[]> {
  const folders = await Promise.all(options.configDirs.map(projectFolders));
  const found = await Promise.all(folders.flat().map((folder) => transcriptsIn(folder, options.since)));
  return found
    .flat()
    .toSorted((a, b) => b.mtimeMs - a.mtimeMs)
    .slice(0, options.limit);
}

async function transcriptsIn(folder: string, since: number): Promise<PastTranscript[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name): Promise<PastTranscript[]> => {
      const sessionId = basename(name, '.jsonl');
      // `agent-…` files are subagents' records of older versions.
      if (name === sessionId || sessionId.startsWith('agent-') || !isSafeId(sessionId)) return [];
      const path = join(folder, name);
      const stats = await stat(path).catch(() => null);
      if (stats === null || !stats.isFile() || stats.size === 0 || stats.mtimeMs < since) return [];
      return [{ sessionId, path, mtimeMs: stats.mtimeMs }];
    }),
  );
  return found.flat();
}

export interface TranscriptSketch {
  facts: SessionFacts;
  said: string | null;
  /** Time of its newest record. */
  lastAt: number | null;
  /** Somebody asked or somebody answered something in it. */
  hasConversation: boolean;
}

/** What a transcript's beginning and end say, without reading what lies between. */
export async function sketchTranscript(pages: PageReader, path: string): Promise<TranscriptSketch> {
  const facts: SessionFacts = {};
  let hasPrompt = false;
  for await (const record of headRecords(pages, path)) {
    if (facts.startedAt === undefined && record.at !== undefined) facts.startedAt = record.at;
    if (facts.cwd === undefined && record.cwd !== undefined) facts.cwd = record.cwd;
    if (record.version !== undefined) facts.agentVersion = record.version;
    const prompt = promptOf(record);
    if (prompt === null) continue;
    hasPrompt = true;
    facts.title = { text: oneLine(prompt), rank: 1 };
    break;
  }
  const end = await sketchEnd(pages, path);
  return {
    facts: { ...facts, ...end.facts },
    said: end.said,
    lastAt: end.lastAt,
    hasConversation: hasPrompt || end.said !== null,
  };
}

async function sketchEnd(
  pages: PageReader,
  path: string,
): Promise<Pick<TranscriptSketch, 'facts' | 'said' | 'lastAt'>> {
  const newestFirst: TranscriptRecord[] = [];
  let said: string | null = null;
  let lastAt: number | null = null;
  let end: number | null = null;
  read: for await (const { lines } of pages.backward(path)) {
    for (const line of lines.toReversed()) {
      end ??= line.end;
      for (const record of recordsOn(line).toReversed()) {
        newestFirst.push(record);
        lastAt ??= record.at ?? null;
        said ??= replyOf(record);
      }
      const readBytes = end - line.offset;
      if (readBytes >= MAX_TAIL_BYTES || (said !== null && readBytes >= TAIL_BYTES)) break read;
    }
  }
  const facts: SessionFacts = {};
  for (const record of newestFirst.toReversed()) collectFacts(facts, record);
  return { facts, said, lastAt };
}

async function* headRecords(pages: PageReader, path: string): AsyncGenerator<TranscriptRecord> {
  for await (const { lines } of pages.forward(path)) {
    for (const line of lines) {
      if (line.offset > HEAD_BYTES) return;
      yield* recordsOn(line);
    }
  }
}

function promptOf(record: TranscriptRecord): string | null {
  if (record.type !== 'user' || record.isMeta || record.isSidechain || record.isCompactSummary) return null;
  if ((record.originKind ?? 'human') !== 'human') return null;
  for (const text of textsOf(blocksOf(record.message?.content))) {
    const read = readUserText(text);
    if (read.kind === 'prompt') return read.text;
  }
  return null;
}

function replyOf(record: TranscriptRecord): string | null {
  if (record.type !== 'assistant' || record.isSidechain || record.isApiErrorMessage) return null;
  const text = textsOf(blocksOf(record.message?.content)).join('\n').trim();
  return text === '' || record.message?.model === '<synthetic>' ? null : previewOf(text);
}
