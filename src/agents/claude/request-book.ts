import type { EvidenceSource } from '../../contract/evidence.ts';
import type { ObservedRequest } from '../../core/observation.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { TranscriptRecord } from './record.ts';
import { verdictOf, type OwnAnswer, type Verdict } from './request-verdict.ts';
import { callSignature, requestOf, type AskedCall } from './requests.ts';
import type { Tell } from './tell.ts';
import { dropOldest, isToolOf, ToolUses, type SignedUse, type ToolUse } from './tool-uses.ts';

export interface BookedRequest extends OwnAnswer {
  request: ObservedRequest;
  openedAt: number;
  /** null: no tool call waits: asked in prose, an error, or what an MCP server asks. */
  call: {
    tool: string;
    input: JsonObject;
    suggestions: readonly unknown[];
    signature: string;
    agentId: string | null;
  } | null;
  /** What an MCP server asks: the JSON schema of its form. */
  form: JsonObject | null;
  toolUseId: string | null;
  /** The hook event whose relay may carry an answer. */
  eventName: string | null;
  relayWaits: boolean;
  /** Since when no relay waits; null: one does. */
  unheldSince: number | null;
  open: boolean;
  closedAt: number | null;
  /** How it ended, in words. */
  ending: string | null;
  /** AMC's copy of the input is not whole, so AMC must not answer. */
  isInputCut: boolean;
  /** The transcript's word on how it ended has been told. */
  settled: boolean;
  /** Others know of it: one that is answered by itself at once is never told. */
  told: boolean;
}

type NewRequest = Pick<BookedRequest, 'request' | 'call' | 'form' | 'toolUseId'> & HeldBy;
type HeldBy = Pick<BookedRequest, 'eventName' | 'relayWaits' | 'isInputCut' | 'replayed'>;

/** A request that a hook tells. */
export interface FromHook extends HeldBy {
  id: string;
  at: number;
  eventName: string;
  subagent: { id: string; type?: string } | null;
  /** Resolves when others may know of it: what is answered before is no news. Absent: at once. */
  shown?: Promise<void>;
}

export interface RequestBookOptions {
  tell: Tell;
  /** Lets the hook that carries a request leave. */
  release: (eventName: string) => void;
}

/** Why and by whose word requests close. */
export interface Closing {
  source: EvidenceSource;
  at: number;
  detail: string;
}

const KEPT = 200;
/** A tool that was allowed may run long before its result is written, ms. */
const RESULT_WITHIN_MS = 3_600_000;

/** What one session waits for and has waited for: one entry for each request, whichever sources tell of it. */
export class RequestBook {
  readonly #options: RequestBookOptions;
  readonly #booked = new Map<string, BookedRequest>();
  readonly #uses = new ToolUses();

  constructor(options: RequestBookOptions) {
    this.#options = options;
  }

  get(id: string): BookedRequest | undefined {
    return this.#booked.get(id);
  }

  open(): BookedRequest[] {
    return [...this.#booked.values()].filter(({ open }) => open);
  }

  /** Remembers a tool call, and ties it to the request that was told without the call's id. */
  noteToolUse(use: ToolUse): void {
    const noted = this.#uses.note(use);
    if (noted === null) return;
    const untied = this.#find(noted.signature, use.agentId, ({ toolUseId }) => toolUseId === null);
    if (untied !== undefined) untied.toolUseId = use.id;
  }

  /** The first tool call of the main agent that has no result yet. */
  firstPending(): ToolUse | null {
    return this.#uses.firstPending();
  }

  /** A prompt or an interruption ends whatever was going on: calls without a result never get one. */
  forgetPending(): void {
    this.#uses.forgetMain();
  }

  /** A request that a hook told. It replaces the same request told by the transcript: this one may be answerable. */
  async openFromHook(from: FromHook, call: AskedCall): Promise<void> {
    const { id, at, subagent } = from;
    if (this.#booked.has(id)) return;
    const agentId = subagent?.id ?? null;
    const signature = callSignature(call.tool, call.input);
    const request = await requestOf(baseOf(from), call);
    const twin = this.#find(signature, agentId, ({ eventName: name }) => name === null);
    const toolUseId = twin?.toolUseId ?? this.#untiedUse(signature, agentId);
    if (twin !== undefined) {
      this.close(twin, { source: 'hook', at, detail: 'told again by the hook, which can be answered' });
      twin.toolUseId = null;
      twin.settled = true;
    }
    const { tool, input, suggestions } = call;
    const booked = { tool, input, suggestions, signature, agentId };
    this.#book({ ...from, request, call: booked, form: null, toolUseId }, 'hook', twin?.told ? undefined : from.shown);
  }

  /** What an MCP server asks; only a hook tells of it. */
  openForm(from: FromHook, request: ObservedRequest, form: JsonObject): void {
    if (this.#booked.has(from.id)) return;
    this.#book({ ...from, request, call: null, form, toolUseId: null }, 'hook', from.shown);
  }

  /** A request that only the transcript and the registry tell of. */
  async openFromTranscript(use: ToolUse, at: number, cwd: string | undefined): Promise<void> {
    const id = `tool:${use.id}`;
    const signature = callSignature(use.tool, use.input);
    const isKnown = () => this.#booked.has(id) || this.#find(signature, use.agentId) !== undefined;
    if (isKnown()) return;
    const call = { tool: use.tool, input: use.input, suggestions: [], signature, agentId: use.agentId };
    const request = await requestOf({ id, openedAt: at }, { ...call, cwd });
    // The hook may have told it meanwhile, or its result may have come.
    if (isKnown() || !this.#uses.has(use.id)) return;
    this.#book({ ...UNHELD, request, call, form: null, toolUseId: use.id }, 'transcript');
  }

  /** A question in prose or an error. Opening the same id again is no news. */
  openText(request: Extract<ObservedRequest, { kind: 'prose_question' | 'error' }>, source: EvidenceSource): void {
    if (this.#booked.has(request.id)) return;
    this.#book({ ...UNHELD, request, call: null, form: null, toolUseId: null }, source);
  }

  /** A tool call ran or ended, by a hook's word: it waits no more. */
  ended(
    call: { toolUseId: string | undefined; tool: string; input: JsonObject; agentId: string | null },
    closing: Closing,
  ): void {
    const signature = callSignature(call.tool, call.input);
    const tied = this.open().find(({ toolUseId }) => toolUseId !== null && toolUseId === call.toolUseId);
    const booked =
      tied ??
      this.#find(signature, call.agentId, ({ toolUseId }) => toolUseId === null || call.toolUseId === undefined);
    if (booked === undefined || closing.at < booked.openedAt) return;
    booked.toolUseId ??= call.toolUseId ?? null;
    this.close(booked, closing);
  }

  /** The transcript has the call's result: the last word on who decided. */
  resulted(toolUseId: string, record: TranscriptRecord, at: number): void {
    const use = this.#uses.take(toolUseId);
    if (use !== undefined) this.#settleForms(use, record, at);
    const tied = [...this.#booked.values()].find((booked) => booked.toolUseId === toolUseId);
    const booked =
      tied ??
      (use === undefined ? undefined : this.#find(use.signature, use.agentId, ({ toolUseId: id }) => id === null));
    if (booked === undefined || booked.settled) return;
    if (at < booked.openedAt) {
      // An earlier call of the same words, read again after a start: it says nothing about the one that waits.
      if (booked.toolUseId === toolUseId) booked.toolUseId = null;
      return;
    }
    booked.toolUseId = toolUseId;
    this.settle(booked, { source: 'transcript', at, ...verdictOf(record, booked) });
  }

  close(booked: BookedRequest, closing: Closing): void {
    if (booked.open) this.#shut(booked, { ...closing, by: 'unknown' });
  }

  /** Closes it with the last word on who decided. */
  settle(booked: BookedRequest, verdict: Closing & Verdict): void {
    if (booked.settled) return;
    booked.settled = true;
    this.#shut(booked, verdict);
  }

  /** Closes the open ones that satisfy the test. */
  closeWhere(test: (booked: BookedRequest) => boolean, closing: Closing): void {
    for (const booked of this.open()) if (test(booked)) this.close(booked, closing);
  }

  /** Agents that asked something whose result is not known yet, and may still come. */
  unsettledAgents(now: number): Set<string> {
    const unsettled = [...this.#booked.values()].filter(
      ({ settled, open, closedAt }) => !settled && (open || now - (closedAt ?? now) < RESULT_WITHIN_MS),
    );
    return new Set(unsettled.flatMap(({ call }) => call?.agentId ?? []));
  }

  /**
   * Nothing is written of what an MCP server was told: only that its tool went on, once no other of its tools runs. While
   * the hook waits there is no dialog, so what it said counted unless the turn was stopped.
   */
  #settleForms(use: SignedUse, { toolDenialKind }: TranscriptRecord, at: number): void {
    for (const booked of this.#booked.values()) {
      const { request, settled, openedAt, answer } = booked;
      if (request.kind !== 'elicitation' || settled || openedAt < use.at || openedAt > at) continue;
      const { server } = request;
      if (!isToolOf(use.tool, server) || this.#uses.hasOfServer(server)) continue;
      const went: Closing = { source: 'transcript', at, detail: `transcript: the tool of ${server} has its result` };
      if (toolDenialKind === 'user-rejected')
        this.settle(booked, { ...went, by: 'elsewhere', detail: 'transcript: stopped in the terminal' });
      else if (answer === 'taken')
        this.settle(booked, { ...went, by: 'amc', detail: `${went.detail}, after the hook had answered` });
      else this.close(booked, went);
    }
  }

  #book(made: NewRequest, source: EvidenceSource, shown?: Promise<void>): void {
    const { request, call, form, toolUseId, eventName, relayWaits, isInputCut, replayed } = made;
    const booked: BookedRequest = {
      request,
      call,
      form,
      toolUseId,
      eventName,
      relayWaits,
      isInputCut,
      replayed,
      openedAt: request.openedAt,
      unheldSince: relayWaits ? null : request.openedAt,
      open: true,
      closedAt: null,
      ending: null,
      answer: 'none',
      sent: null,
      settled: false,
      told: false,
    };
    this.#booked.set(request.id, booked);
    dropOldest(this.#booked, KEPT);
    if (shown === undefined) this.#tellOpened(booked, source);
    else void shown.then(() => this.#tellOpened(booked, source));
  }

  #tellOpened(booked: BookedRequest, source: EvidenceSource): void {
    const { request, open } = booked;
    if (!open) return;
    booked.told = true;
    this.#options.tell({ type: 'request_opened', source, at: request.openedAt, request });
  }

  #shut(booked: BookedRequest, { source, at, by, detail, inTerminal }: Closing & Verdict): void {
    booked.closedAt ??= at;
    booked.ending = detail;
    booked.open = false;
    if (booked.told)
      this.#options.tell({
        type: 'request_closed',
        source,
        at,
        requestId: booked.request.id,
        by,
        detail,
        ...(inTerminal === undefined ? {} : { inTerminal }),
      });
    if (!booked.relayWaits) return;
    booked.relayWaits = false;
    if (booked.eventName !== null && booked.answer === 'none') this.#options.release(booked.eventName);
  }

  /** The oldest open request of this call. */
  #find(
    signature: string,
    agentId: string | null,
    test: (booked: BookedRequest) => boolean = () => true,
  ): BookedRequest | undefined {
    return this.open().find(
      (booked) => booked.call?.signature === signature && booked.call.agentId === agentId && test(booked),
    );
  }

  /** The oldest call that no request is tied to: calls that need a permission are asked for one after the other. */
  #untiedUse(signature: string, agentId: string | null): string | null {
    const tied = new Set([...this.#booked.values()].map(({ toolUseId }) => toolUseId));
    return this.#uses.untied(signature, agentId, tied)?.id ?? null;
  }
}

/** Of a request that no hook carries. */
const UNHELD = { eventName: null, relayWaits: false, isInputCut: false, replayed: false } as const;

/** What all requests have, of one that a hook tells. */
export function baseOf({ id, at, subagent }: FromHook): Pick<ObservedRequest, 'id' | 'openedAt' | 'subagent'> {
  return { id, openedAt: at, ...(subagent === null ? {} : { subagent }) };
}
