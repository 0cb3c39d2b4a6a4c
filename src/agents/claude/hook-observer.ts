import type { Activity } from '../../core/observation.ts';
import { isJsonObject } from '../../lib/json.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import { HookAsks, type HookAsksOptions } from './hook-asks.ts';
import type { HookPayload } from './hook-payload.ts';
import type { PromptLedger } from './prompt-ledger.ts';
import { proseQuestion } from '../../core/prose-question.ts';
import type { BookedRequest } from './request-book.ts';
import type { ContextWatch } from './context-watch.ts';
import type { HelpersWatch } from './helpers-watch.ts';
import { causeOfHook, type StopCause } from './stop-error.ts';
import type { Tell } from './tell.ts';
import { toolDoing } from './tool-line.ts';
import { errorId, previewOf, proseId } from './transcript-observer.ts';

export interface HookObserverOptions extends HookAsksOptions {
  tell: Tell;
  prompts: PromptLedger;
  context: ContextWatch;
  helpers: HelpersWatch;
  /** What the transcript says of the error that ended this turn; null: nothing. */
  causeOf: (promptId: string | undefined) => Promise<StopCause | null>;
}

/** The end of a turn, as the hooks told it. */
export interface StopSeen {
  at: number;
  promptId: string | undefined;
  /** Shells or agents go on in the background. */
  hasBackground: boolean;
}

/** Turns the hook events of one session into observations. Events must be given in order, one after the other. */
export class HookObserver {
  readonly #options: HookObserverOptions;
  readonly #asks: HookAsks;
  #lastStop: StopSeen | null = null;
  /** The error that the last turn ended with, of which the transcript may say more. */
  #replayedError: (() => Promise<void>) | null = null;

  constructor(options: HookObserverOptions) {
    this.#options = options;
    this.#asks = new HookAsks(options);
  }

  get lastStop(): StopSeen | null {
    return this.#lastStop;
  }

  /** Everything has been read once: an error that still stands is opened with what the transcript says of it. */
  async settleStart(): Promise<void> {
    const open = this.#replayedError;
    this.#replayedError = null;
    await open?.();
  }

  /** `replayed`: it comes from the store after a start. */
  async take(event: HookEvent, payload: HookPayload, { replayed }: { replayed: boolean }): Promise<void> {
    if (payload.agentId !== undefined) return this.#takeSubagent(event, payload, payload.agentId, replayed);
    switch (event.event) {
      case 'SessionStart':
        return this.#sessionStarted(event, payload);
      case 'SessionEnd':
        return this.#sessionEnded(event, payload);
      case 'UserPromptSubmit':
        return this.#promptSubmitted(event, payload);
      case 'PreToolUse':
        return this.#toolStarts(event, payload);
      case 'PermissionRequest':
        this.#claim(event, 'waiting', `asks for ${payload.tool ?? 'a permission'}`);
        return this.#asks.permission(event, payload, replayed);
      case 'PostToolUse':
      case 'PostToolUseFailure':
      case 'PermissionDenied':
        this.#toolEnded(event, payload, null);
        if (!payload.isInterrupt) this.#claim(event, 'working', payload.tool ?? '', 'thinking');
        return;
      case 'PostToolBatch':
        return this.#batchEnded(event, payload, null);
      case 'Stop':
        return this.#stopped(event, payload);
      case 'StopFailure':
        return this.#failed(event, payload, replayed);
      case 'PreCompact':
        return this.#claim(event, 'working', 'compacts', 'compacting the conversation');
      case 'Elicitation':
        this.#claim(event, 'waiting', 'an MCP server asks');
        return this.#asks.form(event, payload, replayed);
      case 'ElicitationResult':
        return this.#asks.formAnswered(event, payload);
    }
  }

  /** What a subagent does says nothing about the main agent; only what it asks and is told counts. */
  async #takeSubagent(event: HookEvent, payload: HookPayload, agentId: string, replayed: boolean): Promise<void> {
    switch (event.event) {
      case 'PreToolUse':
        return this.#noteToolUse(event, payload, agentId);
      case 'PermissionRequest':
        return this.#asks.permission(event, payload, replayed);
      case 'Elicitation':
        return this.#asks.form(event, payload, replayed);
      case 'ElicitationResult':
        return this.#asks.formAnswered(event, payload);
      case 'PostToolUse':
      case 'PostToolUseFailure':
      case 'PermissionDenied':
        return this.#toolEnded(event, payload, agentId);
      case 'PostToolBatch':
        return this.#batchEnded(event, payload, agentId);
      case 'SubagentStart':
        return this.#options.helpers.agentStarted(agentId, event.at);
      case 'SubagentStop':
        this.#options.helpers.agentStopped(agentId, event.at);
        return this.#close(event, 'its agent ended', ({ request }) => request.subagent?.id === agentId);
    }
  }

  #sessionStarted(event: HookEvent, payload: HookPayload): void {
    const { cwd, model, title } = payload;
    this.#options.tell({
      type: 'described',
      source: 'hook',
      at: event.at,
      facts: {
        ...(cwd === undefined ? {} : { cwd }),
        ...(model === undefined ? {} : { model }),
        ...(title === undefined ? {} : { title: { text: title, rank: 2 } }),
      },
    });
    if (model !== undefined) this.#options.context.startedWith(model, event.at);
    if (payload.source !== 'compact') this.#options.helpers.started(event.at);
    // Compaction happens within a turn or between turns: it does not say which.
    if (payload.source !== 'compact') this.#claim(event, 'idle', `${payload.source ?? 'started'}, no prompt yet`);
  }

  #sessionEnded(event: HookEvent, { reason }: HookPayload): void {
    this.#close(event, 'the session ended', () => true);
    this.#claim(event, 'ended', reason ?? 'ended');
  }

  #promptSubmitted(event: HookEvent, { promptId, prompt }: HookPayload): void {
    const { at } = event;
    this.#replayedError = null;
    // A prompt may be queued while an MCP server asks: that does not answer it.
    this.#close(event, 'a new prompt', ({ call, form }) => call === null && form === null);
    if (prompt !== undefined) this.#options.prompts.fromHook({ promptId, text: prompt, at });
    this.#claim(event, 'working', 'took a prompt', 'thinking');
  }

  #toolStarts(event: HookEvent, payload: HookPayload): void {
    this.#noteToolUse(event, payload, null);
    const tool = payload.tool ?? 'a tool';
    this.#claim(event, 'working', tool, toolDoing(tool, payload.input));
  }

  #noteToolUse({ at }: HookEvent, { toolUseId: id, tool, input }: HookPayload, agentId: string | null): void {
    if (id !== undefined && tool !== undefined) this.#options.book.noteToolUse({ id, tool, input, agentId, at });
  }

  #toolEnded(event: HookEvent, payload: HookPayload, agentId: string | null): void {
    const { toolUseId, tool = '', input } = payload;
    this.#options.book.ended(
      { toolUseId, tool, input, agentId },
      { source: 'hook', at: event.at, detail: `hook: ${event.event}` },
    );
  }

  /** A call that was denied ends without a word of its own; the batch names it. */
  #batchEnded(event: HookEvent, { toolCalls }: HookPayload, agentId: string | null): void {
    for (const { id: toolUseId, tool, input } of toolCalls) {
      const closing = { source: 'hook', at: event.at, detail: 'hook: PostToolBatch' } as const;
      this.#options.book.ended({ toolUseId, tool, input, agentId }, closing);
    }
  }

  #stopped(event: HookEvent, payload: HookPayload): void {
    const { at } = event;
    const { promptId, lastMessage: message, backgroundTasks: tasks } = payload;
    const inBackground = tasks?.length ?? 0;
    this.#lastStop = { at, promptId, hasBackground: inBackground > 0 };
    this.#replayedError = null;
    this.#close(event, 'the turn ended', ({ request }) => request.subagent === undefined);
    this.#options.helpers.turnEnded(tasks, at);
    if (tasks !== undefined) this.#closeAgentsGone(event, tasks);
    this.#claim(event, 'idle', `turn ended${inBackground === 0 ? '' : `, ${inBackground} in the background`}`);
    if (message === undefined || message.trim() === '') return;
    this.#options.tell({ type: 'said', source: 'hook', at, preview: previewOf(message) });
    const text = proseQuestion(message);
    if (text === null) return;
    this.#options.book.openText(
      { id: proseId(promptId ?? event.name), openedAt: at, kind: 'prose_question', text },
      'hook',
    );
  }

  /** A background agent that is stopped sends no word; it is missing from the list then. */
  #closeAgentsGone(event: HookEvent, tasks: readonly unknown[]): void {
    const running = new Set(tasks.filter(isJsonObject).map(({ id }) => id));
    const isGone = ({ request: { subagent }, openedAt }: BookedRequest) =>
      subagent !== undefined && openedAt < event.at && !running.has(subagent.id);
    this.#close(event, 'its agent is not among those running', isGone);
  }

  #failed(event: HookEvent, payload: HookPayload, replayed: boolean): Promise<void> | void {
    const { error = 'error', errorDetails: details, lastMessage: message, promptId } = payload;
    const { at } = event;
    this.#lastStop = { at, promptId, hasBackground: false };
    this.#close(event, 'the turn failed', ({ request }) => request.subagent === undefined);
    this.#claim(event, 'idle', `stopped by an error (${error})`);
    const text = message ?? details ?? `Claude Code stopped: ${error.replaceAll('_', ' ')}`;
    const open = async () => {
      const cause = (await this.#options.causeOf(promptId)) ?? causeOfHook(error, text);
      const request = { id: errorId(promptId ?? event.name), openedAt: at, kind: 'error', text, ...cause } as const;
      this.#options.book.openText(request, 'hook');
    };
    if (!replayed) return open();
    this.#replayedError = open;
  }

  /** Of what was asked by then: after a start, events come that are older than what the transcript has told already. */
  #close({ event, at }: HookEvent, why: string, test: (booked: BookedRequest) => boolean): void {
    this.#options.book.closeWhere((booked) => booked.openedAt <= at && test(booked), {
      source: 'hook',
      at,
      detail: `hook: ${event} (${why})`,
    });
  }

  #claim(event: HookEvent, activity: Activity, what: string, doing?: string): void {
    const detail = `hook: ${event.event}${what === '' ? '' : ` (${what})`}`;
    this.#options.tell({
      type: 'activity',
      source: 'hook',
      at: event.at,
      activity,
      detail,
      eventName: event.event,
      ...(doing === undefined ? {} : { doing }),
    });
  }
}
