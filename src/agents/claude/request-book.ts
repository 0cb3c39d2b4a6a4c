import type { EvidenceSource } from '../../contract/evidence.ts';
import type { ObservedRequest } from '../../core/observation.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { TranscriptRecord } from './record.ts';
import { callSignature, requestOf, type AskedCall } from './requests.ts';
import type { Tell } from './tell.ts';

/** A tool call that some source has named. */
export interface ToolUse {
  id: string;
  tool: string;
  input: JsonObject;
  /** null: the main agent's. */
  agentId: string | null;
  at: number;
}

export interface BookedRequest {
  request: ObservedRequest;
  openedAt: number;
  /** null: asked in prose, or an error; no tool call waits. */
  call: {
    tool: string;
    input: JsonObject;
    suggestions: readonly unknown[];
    signature: string;
    agentId: string | null;
  } | null;
  toolUseId: string | null;
  /** The hook event whose relay may carry an answer. */
  eventName: string | null;
  relayWaits: boolean;
  /** Since when no relay waits; null: one does. */
  unheldSince: number | null;
  open: boolean;
  closedAt: number | null;
  /** AMC's own answer: how far it came. */
  answer: 'none' | 'sending' | 'taken' | 'lost';
  /** AMC's copy of the input is not whole, so AMC must not answer. */
  isInputCut: boolean;
  /** It came from the store after a start: whether AMC answered it before is not known here. */
  replayed: boolean;
  /** The transcript's word on how it ended has been told. */
  settled: boolean;
}

type NewRequest = Omit<BookedRequest, 'open' | 'openedAt' | 'closedAt' | 'unheldSince' | 'answer' | 'settled'>;

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
  readonly #toolUses = new Map<string, ToolUse & { signature: string }>();

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
    if (this.#toolUses.has(use.id)) return;
    const signature = callSignature(use.tool, use.input);
    this.#toolUses.set(use.id, { ...use, signature });
    dropOldest(this.#toolUses);
    const untied = this.#find(signature, use.agentId, ({ toolUseId }) => toolUseId === null);
    if (untied !== undefined) untied.toolUseId = use.id;
  }

  /** The first tool call of the main agent that has no result yet. */
  firstPending(): ToolUse | null {
    return [...this.#toolUses.values()].find(({ agentId }) => agentId === null) ?? null;
  }

  /** A prompt or an interruption ends whatever was going on: calls without a result never get one. */
  forgetPending(): void {
    for (const [id, { agentId }] of this.#toolUses) if (agentId === null) this.#toolUses.delete(id);
  }

  /** A request that a hook told. It replaces the same request told by the transcript: this one may be answerable. */
  async openFromHook(options: {
    id: string;
    at: number;
    call: AskedCall;
    agentId: string | null;
    eventName: string;
    relayWaits: boolean;
    isInputCut: boolean;
    replayed: boolean;
  }): Promise<void> {
    const { id, at, call, agentId, eventName, relayWaits, isInputCut, replayed } = options;
    if (this.#booked.has(id)) return;
    const signature = callSignature(call.tool, call.input);
    const request = await requestOf(id, at, call);
    const twin = this.#find(signature, agentId, ({ eventName: name }) => name === null);
    const toolUseId = twin?.toolUseId ?? this.#untiedUse(signature, agentId);
    if (twin !== undefined) {
      this.close(twin, { source: 'hook', at, detail: 'told again by the hook, which can be answered' });
      twin.toolUseId = null;
      twin.settled = true;
    }
    const { tool, input, suggestions } = call;
    const booked = { tool, input, suggestions, signature, agentId };
    this.#book({ request, call: booked, toolUseId, eventName, relayWaits, isInputCut, replayed }, 'hook');
  }

  /** A request that only the transcript and the registry tell of. */
  async openFromTranscript(use: ToolUse, at: number, cwd: string | undefined): Promise<void> {
    const id = `tool:${use.id}`;
    const signature = callSignature(use.tool, use.input);
    const isKnown = () => this.#booked.has(id) || this.#find(signature, use.agentId) !== undefined;
    if (isKnown()) return;
    const call = { tool: use.tool, input: use.input, suggestions: [], signature, agentId: use.agentId };
    const request = await requestOf(id, at, { ...call, cwd });
    // The hook may have told it meanwhile, or its result may have come.
    if (isKnown() || !this.#toolUses.has(use.id)) return;
    this.#book({ ...UNHELD, request, call, toolUseId: use.id }, 'transcript');
  }

  /** A question in prose, an error, or what an MCP server asks. Opening the same id again is no news. */
  openText(request: Extract<ObservedRequest, { text: string }>, source: EvidenceSource): void {
    if (this.#booked.has(request.id)) return;
    this.#book({ ...UNHELD, request, call: null, toolUseId: null }, source);
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
    if (booked === undefined) return;
    booked.toolUseId ??= call.toolUseId ?? null;
    this.close(booked, closing);
  }

  /** The transcript has the call's result: the last word on who decided. */
  resulted(toolUseId: string, record: TranscriptRecord, at: number): void {
    const use = this.#toolUses.get(toolUseId);
    this.#toolUses.delete(toolUseId);
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
    const { by, detail } = verdict(record, booked);
    booked.toolUseId = toolUseId;
    booked.settled = true;
    this.#shut(booked, at);
    this.#options.tell({ type: 'request_closed', source: 'transcript', at, requestId: booked.request.id, by, detail });
  }

  close(booked: BookedRequest, { source, at, detail }: Closing): void {
    if (!booked.open) return;
    this.#shut(booked, at);
    this.#options.tell({ type: 'request_closed', source, at, requestId: booked.request.id, by: 'unknown', detail });
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

  #book(made: NewRequest, source: EvidenceSource): void {
    const { request, relayWaits } = made;
    this.#booked.set(request.id, {
      ...made,
      openedAt: request.openedAt,
      unheldSince: relayWaits ? null : request.openedAt,
      open: true,
      closedAt: null,
      answer: 'none',
      settled: false,
    });
    dropOldest(this.#booked);
    this.#options.tell({ type: 'request_opened', source, at: request.openedAt, request });
  }

  #shut(booked: BookedRequest, at: number): void {
    booked.closedAt ??= at;
    booked.open = false;
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
    const use = [...this.#toolUses.values()].find(
      (each) => each.signature === signature && each.agentId === agentId && !tied.has(each.id),
    );
    return use?.id ?? null;
  }
}

/** Of a request that no hook carries. */
const UNHELD = { eventName: null, relayWaits: false, isInputCut: false, replayed: false } as const;

/** Who decided, by the record of the result. See FORMAT.md, "Receipts". */
function verdict(
  { permissionDecision, toolDenialKind }: TranscriptRecord,
  { answer, replayed }: BookedRequest,
): { by: 'amc' | 'elsewhere' | 'unknown'; detail: string } {
  const decision = permissionDecision?.decision ?? 'decided';
  if (permissionDecision?.source === 'hook') {
    const isOurs = answer !== 'none' || replayed;
    return isOurs
      ? { by: 'amc', detail: `transcript: ${decision} by the hook` }
      : { by: 'elsewhere', detail: `transcript: ${decision} by another hook` };
  }
  if (permissionDecision?.source !== undefined) {
    return { by: 'elsewhere', detail: `transcript: ${decision} by ${permissionDecision.source}` };
  }
  if (toolDenialKind === 'user-rejected') return { by: 'elsewhere', detail: 'transcript: rejected in the terminal' };
  return { by: 'unknown', detail: 'transcript: the tool has its result' };
}

function dropOldest<K, V>(map: Map<K, V>): void {
  if (map.size <= KEPT) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
