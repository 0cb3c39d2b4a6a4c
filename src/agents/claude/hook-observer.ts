import type { Activity } from '../../core/observation.ts';
import { isJsonObject } from '../../lib/json.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import type { HookPayload } from './hook-payload.ts';
import type { PromptLedger } from './prompt-ledger.ts';
import type { BookedRequest, RequestBook } from './request-book.ts';
import { proseQuestion } from './requests.ts';
import type { Tell } from './tell.ts';
import { toolDoing } from './tool-line.ts';
import { errorId, previewOf, proseId } from './transcript-observer.ts';

export interface HookObserverOptions {
  tell: Tell;
  book: RequestBook;
  prompts: PromptLedger;
  relayWaits: (eventName: string) => Promise<boolean>;
  /** Lets the hook leave: AMC will not answer. */
  release: (eventName: string) => void;
  /** Where plan mode keeps its plan, when the call does not say; null: not known. */
  planOf: () => Promise<{ plan: string; planFilePath: string } | null>;
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
  #lastStop: StopSeen | null = null;

  constructor(options: HookObserverOptions) {
    this.#options = options;
  }

  get lastStop(): StopSeen | null {
    return this.#lastStop;
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
        return this.#asked(event, payload, null, replayed);
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
        return this.#failed(event, payload);
      case 'PreCompact':
        return this.#claim(event, 'working', 'compacts', 'compacting the conversation');
      case 'Elicitation':
        return this.#elicited(event, payload);
      case 'ElicitationResult':
        return this.#close(event, 'it was answered', ({ request }) => request.kind === 'elicitation');
    }
  }

  /** What a subagent does says nothing about the main agent; only what it asks and is told counts. */
  async #takeSubagent(event: HookEvent, payload: HookPayload, agentId: string, replayed: boolean): Promise<void> {
    switch (event.event) {
      case 'PreToolUse':
        return this.#noteToolUse(event, payload, agentId);
      case 'PermissionRequest':
        return this.#asked(event, payload, agentId, replayed);
      case 'PostToolUse':
      case 'PostToolUseFailure':
      case 'PermissionDenied':
        return this.#toolEnded(event, payload, agentId);
      case 'PostToolBatch':
        return this.#batchEnded(event, payload, agentId);
      case 'SubagentStop':
        return this.#close(event, 'its agent ended', ({ call }) => call?.agentId === agentId);
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
    // Compaction happens within a turn or between turns: it does not say which.
    if (payload.source !== 'compact') this.#claim(event, 'idle', `${payload.source ?? 'started'}, no prompt yet`);
  }

  #sessionEnded(event: HookEvent, { reason }: HookPayload): void {
    this.#close(event, 'the session ended', () => true);
    this.#claim(event, 'ended', reason ?? 'ended');
  }

  #promptSubmitted(event: HookEvent, { promptId, prompt }: HookPayload): void {
    const { at } = event;
    this.#close(event, 'a new prompt', ({ call, openedAt }) => call === null && openedAt < at);
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

  async #asked(event: HookEvent, payload: HookPayload, agentId: string | null, replayed: boolean): Promise<void> {
    const { tool = 'a tool', input, suggestions, cwd, isInputCut } = payload;
    const [relayWaits, plan] = await Promise.all([
      this.#options.relayWaits(event.name),
      tool === 'ExitPlanMode' && Object.keys(input).length === 0 ? this.#options.planOf() : null,
    ]);
    if (relayWaits && isInputCut) this.#options.release(event.name);
    await this.#options.book.openFromHook({
      // The name of an event is a process id and a counter, which come again; with the time it is the event's own.
      id: `hook:${event.name}:${event.at}`,
      at: event.at,
      call: { tool, input, suggestions, cwd, ...(plan === null ? {} : { shown: plan }) },
      agentId,
      eventName: event.name,
      relayWaits: relayWaits && !isInputCut,
      isInputCut,
      replayed,
    });
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
    this.#close(event, 'the turn ended', ({ call }) => call === null || call.agentId === null);
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
    const isGone = ({ call, openedAt }: BookedRequest) =>
      call !== null && call.agentId !== null && openedAt < event.at && !running.has(call.agentId);
    this.#close(event, 'its agent is not among those running', isGone);
  }

  #failed(event: HookEvent, payload: HookPayload): void {
    const { error = 'error', errorDetails: details, lastMessage: message, promptId } = payload;
    const { at } = event;
    this.#lastStop = { at, promptId, hasBackground: false };
    this.#close(event, 'the turn failed', ({ call }) => call?.agentId === null);
    this.#claim(event, 'idle', `stopped by an error (${error})`);
    const text = message ?? details ?? `Claude Code stopped: ${error.replaceAll('_', ' ')}`;
    this.#options.book.openText({ id: errorId(promptId ?? event.name), openedAt: at, kind: 'error', text }, 'hook');
  }

  #elicited(event: HookEvent, { server, message }: HookPayload): void {
    const text = [server, message ?? 'asks for input'].filter((part) => part !== undefined).join(': ');
    this.#claim(event, 'waiting', 'an MCP server asks');
    this.#options.book.openText(
      { id: `hook:${event.name}:${event.at}`, openedAt: event.at, kind: 'elicitation', text },
      'hook',
    );
  }

  #close(event: HookEvent, why: string, test: (booked: BookedRequest) => boolean): void {
    this.#options.book.closeWhere(test, { source: 'hook', at: event.at, detail: `hook: ${event.event} (${why})` });
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
