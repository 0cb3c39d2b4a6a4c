import type { SessionFacts } from '../../core/observation.ts';
import type { ContextWatch } from './context-watch.ts';
import { DoneObserver, type Settings } from './done-observer.ts';
import type { PromptLedger } from './prompt-ledger.ts';
import { blocksOf, textsOf, type TranscriptRecord } from './record.ts';
import type { RequestBook } from './request-book.ts';
import { proseQuestion } from '../../core/prose-question.ts';
import { causeOfRecord, type StopCause } from './stop-error.ts';
import type { Tell } from './tell.ts';
import { oneLine, toolDoing } from './tool-line.ts';
import { readUserText } from './user-text.ts';

const PREVIEW_LENGTH = 200;
const SYNTHETIC_MODEL = '<synthetic>';
const IMAGE_MARKS = /^(\[Image #\d+\] ?)+/;

/** The last thing that was said in the main conversation. */
export type LastWord =
  | { by: 'person'; at: number; promptId: string | undefined }
  | { by: 'agent'; at: number; promptId: string | undefined; text: string; endsTurn: boolean }
  | { by: 'error'; at: number; promptId: string | undefined; text: string; cause: StopCause };

export interface TranscriptObserverOptions {
  tell: Tell;
  book: RequestBook;
  prompts: PromptLedger;
  context: ContextWatch;
  /** For records without a time. */
  now: () => number;
  /** The conversation begins after a `/clear`. */
  onCleared?: (at: number) => void;
}

/** Turns the records of one session's transcript into observations. */
export class TranscriptObserver {
  readonly #options: TranscriptObserverOptions;
  readonly #done: DoneObserver;
  #promptId: string | undefined;
  #lastWord: LastWord | null = null;
  #said: string | null = null;
  #planPath: string | null = null;
  #hasTitle = false;

  constructor(options: TranscriptObserverOptions) {
    this.#options = options;
    this.#done = new DoneObserver(options);
  }

  /** How the session stands, as far as its records have said. */
  get settings(): Settings {
    return this.#done.settings;
  }

  get lastWord(): LastWord | null {
    return this.#lastWord;
  }

  get said(): string | null {
    return this.#said;
  }

  /** Where the plan of plan mode is kept, when the call that proposes it does not say. */
  get planPath(): string | null {
    return this.#planPath;
  }

  /** The session's first prompt has been told as its title. */
  titleKnown(): void {
    this.#hasTitle = true;
  }

  /** The file is read anew. */
  reset(): void {
    this.#lastWord = null;
    this.#options.book.forgetPending();
  }

  /** `first`: the records are old; what they say of the present moment is left out. */
  take(records: readonly TranscriptRecord[], first: boolean): void {
    const facts: SessionFacts = {};
    const saidBefore = this.#said;
    let lastAt = 0;
    for (const record of records) {
      lastAt = record.at ?? lastAt;
      collectFacts(facts, record);
      this.#options.context.take(record);
      const recordAt = record.at ?? this.#options.now();
      const { model } = this.#done.settings;
      if (!record.isSidechain) Object.assign(facts, this.#done.take(record, recordAt, first));
      if (this.#done.settings.model !== model) this.#options.context.modelChanged(recordAt);
      this.#take(record, recordAt, first);
    }
    const vitals = this.#options.context.news();
    if (vitals !== null) facts.vitals = vitals;
    const at = lastAt === 0 ? this.#options.now() : lastAt;
    if (Object.keys(facts).length > 0) this.#options.tell({ type: 'described', source: 'transcript', at, facts });
    if (this.#said !== null && this.#said !== saidBefore) {
      this.#options.tell({ type: 'said', source: 'transcript', at, preview: this.#said });
    }
    if (records.some(isConversation)) this.#options.tell({ type: 'conversation_changed', source: 'transcript', at });
  }

  #take(record: TranscriptRecord, at: number, first: boolean): void {
    if (record.isSidechain) return;
    switch (record.type) {
      case 'user':
        return this.#takeUser(record, at, first);
      case 'assistant':
        return this.#takeAssistant(record, at, first);
      case 'attachment':
        return this.#takeAttachment(record, at);
      case 'queue-operation':
        return this.#takeQueue(record, at);
      case 'system':
        return this.#takeSystem(record, at);
    }
  }

  /** Some commands (`/rename`, `/context`) are written down here instead of as the user's words. */
  #takeSystem({ subtype, content, uuid, offset }: TranscriptRecord, at: number): void {
    if (subtype !== 'local_command' || typeof content !== 'string') return;
    const read = readUserText(content);
    if (read.kind === 'prompt' && read.via === 'command')
      this.#options.prompts.fromTranscript({ recordId: uuid ?? `@${offset}`, text: read.text, at });
  }

  #takeUser(record: TranscriptRecord, at: number, first: boolean): void {
    const blocks = blocksOf(record.message?.content);
    for (const block of blocks) {
      if (block.type !== 'tool_result') continue;
      this.#options.book.resulted(block.callId, record, at);
      if (!first) this.#working(at, 'tool result', 'thinking');
    }
    if (record.isMeta || record.isCompactSummary) return;
    const texts = textsOf(blocks);
    const read = texts.map(readUserText);
    const interruption = read.find(({ kind }) => kind === 'interrupted');
    if (interruption?.kind === 'interrupted') return this.#interrupted(at, interruption.text);
    if (!read.some(({ kind }) => kind === 'prompt')) return;
    this.#promptTaken(record, at, texts.join('\n'), first);
  }

  #promptTaken(record: TranscriptRecord, at: number, text: string, first: boolean): void {
    const { book, prompts } = this.#options;
    this.#promptId = record.promptId ?? this.#promptId;
    book.forgetPending();
    const closing = { source: 'transcript', at, detail: 'transcript: a new prompt' } as const;
    book.closeWhere(({ call, form, openedAt }) => call === null && form === null && openedAt < at, closing);
    const kind = record.originKind ?? 'human';
    // A command that ran in the terminal alone (`/model`, `! ls`) is recorded like a prompt, but starts no turn.
    const isCommand = readUserText(text).kind === 'prompt' && /^<(command-|bash-input)/.test(text.trimStart());
    if (!isCommand) this.#lastWord = { by: 'person', at, promptId: record.promptId };
    if (kind !== 'human') return;
    prompts.fromTranscript({
      recordId: record.promptId ?? record.uuid ?? `@${record.offset}`,
      text: typedText(record, text),
      at,
    });
    if (!first && !isCommand) this.#titled(text, at);
  }

  #titled(text: string, at: number): void {
    if (this.#hasTitle) return;
    this.#hasTitle = true;
    this.#options.tell({
      type: 'described',
      source: 'transcript',
      at,
      facts: { title: { text: oneLine(text), rank: 1 } },
    });
  }

  #interrupted(at: number, text: string): void {
    const { tell, book } = this.#options;
    this.#lastWord = null;
    book.forgetPending();
    book.closeWhere((booked) => booked.call?.agentId === null, {
      source: 'transcript',
      at,
      detail: `transcript: ${text}`,
    });
    tell({ type: 'interrupted', source: 'transcript', at, detail: `transcript: ${text}` });
    tell({ type: 'activity', source: 'transcript', at, activity: 'idle', detail: `transcript: ${text}` });
  }

  #takeAssistant(record: TranscriptRecord, at: number, first: boolean): void {
    const blocks = blocksOf(record.message?.content);
    const text = textsOf(blocks).join('\n').trim();
    if (record.isApiErrorMessage) {
      this.#lastWord = { by: 'error', at, promptId: this.#promptId, text, cause: causeOfRecord(record.value, text) };
      return;
    }
    if (text !== '' && record.message?.model !== SYNTHETIC_MODEL) {
      this.#said = previewOf(text);
      this.#lastWord = {
        by: 'agent',
        at,
        promptId: this.#promptId,
        text,
        endsTurn: record.message?.stopReason === 'end_turn',
      };
    }
    for (const block of blocks) {
      if (block.type !== 'tool_use') continue;
      this.#lastWord = { by: 'agent', at, promptId: this.#promptId, text: '', endsTurn: false };
      this.#options.book.noteToolUse({ id: block.id, tool: block.name, input: block.input, agentId: null, at });
      if (!first) this.#working(at, `tool call ${block.name}`, toolDoing(block.name, block.input));
    }
  }

  #takeAttachment({ attachment, uuid, offset }: TranscriptRecord, at: number): void {
    if (attachment?.planFilePath !== undefined) this.#planPath = attachment.planFilePath;
    if (attachment?.type !== 'queued_command' || (attachment.originKind ?? 'human') !== 'human') return;
    const text = textsOf(blocksOf(attachment.prompt)).join('\n');
    if (readUserText(text).kind === 'prompt')
      this.#options.prompts.fromTranscript({ recordId: uuid ?? `@${offset}`, text, at });
  }

  #takeQueue({ operation, content, timestamp, offset, reason }: TranscriptRecord, at: number): void {
    if (typeof content !== 'string') return;
    if (operation === 'enqueue')
      this.#options.prompts.queued({ text: content, at, recordId: `queue:${timestamp ?? offset}` });
    // Absorbed into the running turn: an attachment follows that holds the prompt.
    if (operation === 'remove' && reason !== 'absorbed_mid_turn') this.#options.prompts.unqueued(content);
  }

  #working(at: number, what: string, doing: string): void {
    this.#options.tell({
      type: 'activity',
      source: 'transcript',
      at,
      activity: 'working',
      detail: `transcript: ${what}`,
      doing,
    });
  }
}

/** What was typed: a command as a line, and images without the marks that stand for them in the input box. */
function typedText({ value }: TranscriptRecord, text: string): string {
  const read = readUserText(text);
  const typed = read.kind === 'prompt' ? read.text : text;
  return Array.isArray(value.imagePasteIds) ? typed.replace(IMAGE_MARKS, '') : typed;
}

/** Whether a record can add something to the conversation; most of what is written is bookkeeping. */
function isConversation({ type, attachment, isSidechain, isMeta }: TranscriptRecord): boolean {
  if (isSidechain || isMeta) return false;
  return type === 'user' || type === 'assistant' || type === 'system' || attachment?.type === 'queued_command';
}

/** What a record says of its session; later records win. */
export function collectFacts(facts: SessionFacts, record: TranscriptRecord): void {
  if (record.gitBranch !== undefined && record.gitBranch !== '' && record.gitBranch !== 'HEAD')
    facts.branch = record.gitBranch;
  if (record.type === 'assistant' && !record.isSidechain) {
    const model = record.message?.model;
    if (model !== undefined && model !== SYNTHETIC_MODEL) facts.model = model;
  }
  const given = record.type === 'custom-title' ? record.customTitle : undefined;
  const made = record.type === 'ai-title' ? record.aiTitle : record.type === 'summary' ? record.summary : undefined;
  if (given !== undefined && given.trim() !== '') facts.title = { text: given, rank: 3 };
  else if (made !== undefined && made.trim() !== '' && facts.title?.rank !== 3)
    facts.title = { text: oneLine(made), rank: 2 };
}

/** The start of a message as one line. */
export function previewOf(text: string): string {
  return oneLine(text, PREVIEW_LENGTH);
}

/** What the last word asks for when the agent then stopped: a question in prose, or what went wrong. */
export function requestOfLastWord(
  word: LastWord,
):
  | ({ kind: 'prose_question'; id: string; text: string } | ({ kind: 'error'; id: string; text: string } & StopCause))
  | null {
  const turn = word.promptId ?? String(word.at);
  if (word.by === 'error') return { kind: 'error', id: errorId(turn), text: word.text, ...word.cause };
  const question = word.by === 'agent' && word.endsTurn ? proseQuestion(word.text) : null;
  return question === null ? null : { kind: 'prose_question', id: proseId(turn), text: question };
}

/** Ids by the turn, so that the hook and the transcript tell of one request. */
export function proseId(turn: string): string {
  return `prose:${turn}`;
}

export function errorId(turn: string): string {
  return `error:${turn}`;
}
