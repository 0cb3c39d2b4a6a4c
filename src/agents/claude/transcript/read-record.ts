import type { ConversationItem } from '../../../contract/conversation.ts';
import { isJsonObject } from '../../../lib/json.ts';
import type { RecordFacts, RecordReading } from '../../../ports/transcripts.ts';
import { text, type TranscriptRecord } from '../record.ts';
import { readAssistant } from './assistant.ts';
import { readAttachment } from './attachment.ts';
import { readOther } from './other-records.ts';
import { note, type Content, type Outcome } from './outcome.ts';
import { readSystem } from './system.ts';
import { readUser } from './user.ts';

/**
 * What one record is. `index`: which of several on its line. Every record of every transcript comes through here: what is
 * always there is written out, the rest added only when it is; that takes half the time of spreading and assigning.
 */
export function readRecord(record: TranscriptRecord, { page, index }: { page: boolean; index: number }): RecordReading {
  const outcome = outcomeOf(record, page);
  const { at, uuid } = record;
  const id = uuid ?? (index === 0 ? `@${record.offset}` : `@${record.offset}r${index}`);
  const items = outcome.contents.map((content, place) => placed(content, record, place === 0 ? id : `${id}.${place}`));
  const reading: RecordReading = { type: nameOf(record), fate: outcome.fate, items };
  if (at !== undefined) reading.at = at;
  const facts = factsOf(record, outcome.facts);
  if (facts !== null) reading.facts = facts;
  addRest(reading, outcome);
  const node = nodeOf(record);
  if (node !== null) reading.node = node;
  return reading;
}

function addRest(reading: RecordReading, { usage, touched, waits, rollback, oddity }: Outcome): void {
  if (usage !== undefined) reading.usage = usage;
  if (touched !== undefined) reading.touched = touched;
  if (waits !== undefined) reading.waits = waits;
  if (rollback !== undefined) reading.rollback = rollback;
  if (oddity !== undefined) reading.oddity = oddity;
}

function placed(content: Content, { at, offset }: TranscriptRecord, id: string): ConversationItem {
  return at === undefined ? { id, offset, ...content } : { id, offset, at, ...content };
}

function outcomeOf(record: TranscriptRecord, page: boolean): Outcome {
  const outcome = readByType(record, page);
  return isInlineSidechain(record) ? { ...outcome, contents: outcome.contents.map(asSubagents) } : outcome;
}

function readByType(record: TranscriptRecord, page: boolean): Outcome {
  switch (record.type) {
    case 'user':
      return readUser(record, page);
    case 'assistant':
      return readAssistant(record, page);
    case 'system':
      return readSystem(record, page);
    case 'attachment':
      return readAttachment(record, page);
    default:
      return readOther(record);
  }
}

/** Versions of 2025 wrote subagents into their session's own file. Now they have files, and their records say whose. */
function isInlineSidechain({ isSidechain, agentId }: TranscriptRecord): boolean {
  return isSidechain && agentId === undefined;
}

/** What a subagent was told and said must not pass for the session's own prompts and replies. */
function asSubagents(content: Content): Content {
  if (content.kind !== 'prompt' && content.kind !== 'reply') return content;
  return note('task', `Subagent ${content.kind === 'prompt' ? 'was told' : 'says'}: ${content.text}`);
}

function nameOf({ type, subtype, attachment, value }: TranscriptRecord): string {
  switch (type) {
    case 'system':
      return subtype === undefined ? type : `${type}/${subtype}`;
    case 'attachment':
      return attachment?.type === undefined ? type : `${type}/${attachment.type}`;
    case 'progress':
      return isJsonObject(value.data) && typeof value.data.type === 'string' ? `${type}/${value.data.type}` : type;
    default:
      return type === '' ? 'untyped' : type;
  }
}

/** Records of inline subagents, and those outside the tree, lie where they stand. */
function nodeOf(record: TranscriptRecord): NonNullable<RecordReading['node']> | null {
  const { uuid, value } = record;
  if (uuid === undefined || isInlineSidechain(record) || !('parentUuid' in value)) return null;
  // At a compaction the line of parents begins anew, and goes on logically.
  return { id: uuid, parent: text(value.parentUuid) ?? text(value.logicalParentUuid) ?? null };
}

function factsOf(record: TranscriptRecord, own: RecordFacts | undefined): RecordFacts | null {
  const { cwd, gitBranch, version } = record;
  const link = own?.link ?? linkOf(record);
  if (cwd === undefined && version === undefined && link === undefined) return own ?? null;
  const facts: RecordFacts = {};
  if (cwd !== undefined) facts.cwd = cwd;
  if (gitBranch !== undefined && gitBranch !== '' && gitBranch !== 'HEAD') facts.branch = gitBranch;
  if (version !== undefined) facts.agentVersion = version;
  if (own !== undefined) Object.assign(facts, own);
  if (link !== undefined) facts.link = link;
  return facts;
}

/** Where a copied record came from, and whose a subagent is. FORMAT.md, "Chains of sessions". */
function linkOf({ value, isSidechain, agentId }: TranscriptRecord): RecordFacts['link'] {
  const sessionId = text(value.sessionId);
  const { forkedFrom } = value;
  const origin = isJsonObject(forkedFrom) ? text(forkedFrom.sessionId) : text(value.requestSessionId);
  if (origin !== undefined && origin !== sessionId) return { type: 'forked_from', sessionId: origin };
  if (isSidechain && agentId !== undefined && value.parentUuid === null && sessionId !== undefined)
    return { type: 'subagent_of', sessionId };
  return undefined;
}
