import { join } from 'node:path';
import type { Line } from '../../../lib/line-splitter.ts';
import type {
  LineReading,
  ReadOptions,
  RecordReading,
  ResponseUsage,
  TranscriptFile,
  TranscriptFormat,
} from '../../../ports/transcripts.ts';
import { readLine } from '../record.ts';
import { isSafeId } from '../transcript-path.ts';
import { picturesIn } from './pictures.ts';
import { readRecord } from './read-record.ts';

const PROJECTS = 'projects';
/** `<project>/<session>/subagents/workflows/<run>/agent-<id>.jsonl`. */
const DEPTH = 5;
const SUBAGENTS = 'subagents';
const AGENT_FILE = /^agent-(.+)$/;

/** The transcripts of Claude Code, whatever version wrote them: `../FORMAT.md`. */
export function createClaudeTranscripts({ configDirs }: { configDirs: readonly string[] }): TranscriptFormat {
  const roots = [...new Set(configDirs)].map((dir) => join(dir, PROJECTS));
  return {
    agent: 'claude',
    roots: () => roots.map((dir) => ({ dir, depth: DEPTH })),
    identify: (path) => identify(path, roots),
    read: readTranscriptLine,
    pictures: picturesIn,
  };
}

/**
 * A subagent of an older version lies beside its session, and only its records say whose it is: it is told as a session
 * of its own with a link.
 */
function identify(path: string, roots: readonly string[]): TranscriptFile | null {
  if (!path.endsWith('.jsonl')) return null;
  const [, session, folder, ...rest] = placeOf(path, roots).slice(0, -'.jsonl'.length).split('/');
  if (session === undefined || !isSafeId(session)) return null;
  const file = { agent: 'claude', archived: false, encoding: 'plain' } as const;
  if (folder === undefined) {
    return { ...file, sessionId: AGENT_FILE.exec(session)?.[1] ?? session };
  }
  const agentId = folder === SUBAGENTS ? AGENT_FILE.exec(rest.at(-1) ?? '')?.[1] : undefined;
  return agentId === undefined || !isSafeId(agentId) ? null : { ...file, sessionId: session, agentId };
}

/** The path below `projects/`; it may be a real path that leads in by another way than its root. */
function placeOf(path: string, roots: readonly string[]): string {
  const root = roots.find((dir) => path.startsWith(`${dir}/`));
  if (root !== undefined) return path.slice(root.length + 1);
  const at = path.lastIndexOf(`/${PROJECTS}/`);
  return at === -1 ? '' : path.slice(at + PROJECTS.length + 2);
}

/** Reads one line of a transcript, by itself. Never throws. */
export function readTranscriptLine(line: Line, options: ReadOptions): LineReading {
  const page = options.for === 'page';
  const read = readLine(line, { withoutResults: !page });
  if (read.kind === 'passed') return { kind: 'record', record: { type: read.type, fate: 'hidden', items: [] } };
  if (read.kind !== 'records') return read;
  const [first, ...more] = read.records.map((record, index) => readRecord(record, { page, index }));
  if (first === undefined) return { kind: 'blank' };
  const record = more.reduce(merged, first);
  return { kind: 'record', record: read.oddity === null ? record : { ...record, oddity: read.oddity } };
}

const FATES = ['shown', 'unknown', 'folded', 'hidden'] as const;

/** Several records on one line: all that can be kept together. */
function merged(one: RecordReading, other: RecordReading): RecordReading {
  const usage = summed(one.usage, other.usage);
  const node = other.node ?? one.node;
  return {
    ...one,
    ...other,
    type: one.type,
    fate: FATES.find((fate) => one.fate === fate || other.fate === fate) ?? one.fate,
    items: [...one.items, ...other.items],
    ...(one.facts === undefined && other.facts === undefined ? {} : { facts: { ...one.facts, ...other.facts } }),
    ...(usage === undefined ? {} : { usage }),
    ...(one.touched === undefined && other.touched === undefined
      ? {}
      : { touched: [...(one.touched ?? []), ...(other.touched ?? [])] }),
    ...(one.waits === undefined && other.waits === undefined
      ? {}
      : { waits: [...(one.waits ?? []), ...(other.waits ?? [])] }),
    // The newest record's place, hung where the first one hangs.
    ...(node === undefined ? {} : { node: { id: node.id, parent: (one.node ?? node).parent } }),
  };
}

/** Records of one response count once; those of two are told as one, so that no token is lost. */
function summed(one: ResponseUsage | undefined, other: ResponseUsage | undefined): ResponseUsage | undefined {
  if (one === undefined || other === undefined || one.id === other.id) return other ?? one;
  const hour = (one.cacheWriteHour ?? 0) + (other.cacheWriteHour ?? 0);
  return {
    ...other,
    tokens: {
      input: one.tokens.input + other.tokens.input,
      output: one.tokens.output + other.tokens.output,
      cacheRead: one.tokens.cacheRead + other.tokens.cacheRead,
      cacheWrite: one.tokens.cacheWrite + other.tokens.cacheWrite,
    },
    ...(hour === 0 ? {} : { cacheWriteHour: hour }),
  };
}
