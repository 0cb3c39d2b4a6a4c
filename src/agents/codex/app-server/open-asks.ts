import type { Action } from '../../../contract/command.ts';
import type { Observation } from '../../../core/observation.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from '../../../lib/json.ts';
import type { Ask, Composed, Effect } from './requests/ask.ts';
import type { RpcId } from './schemas.ts';

type Told = Extract<Observation, { type: 'request_opened' | 'request_closed' }>;
/** What this part observes; session, source and time are added where it is emitted. */
export type AskNews = Told extends infer O ? (O extends Told ? Omit<O, 'session' | 'source' | 'at'> : never) : never;
type ClosedBy = Extract<AskNews, { type: 'request_closed' }>['by'];

interface Entry {
  ask: Ask;
  /** null: its connection is gone, and the server has not asked again yet. */
  rpcId: RpcId | null;
  sent: { result: JsonObject; effect: Effect } | null;
  /** The server said that it is resolved, and which answer counted is not known yet. */
  settling: NodeJS.Timeout | null;
  /** Told as closed by nobody knows whom; a later record may still tell. */
  closed: boolean;
  whenOver: Array<(how: 'resolved' | 'lost') => void>;
}

/** A refused edit or command ends as `declined` within milliseconds of "resolved"; a refused one never later. */
const ITEM_PROOF_MS = 250;
/** The tool call's output takes the way over the rollout. */
const OUTPUT_PROOF_MS = 2_000;

/** What one thread waits for a person for. */
export class OpenAsks {
  readonly #tell: (news: AskNews) => void;
  readonly #entries = new Map<string, Entry>();

  constructor(tell: (news: AskNews) => void) {
    this.#tell = tell;
  }

  /** The server asks, or asks again: after a reconnect the same question may come under another id. */
  opened(rpcId: RpcId, ask: Ask): void {
    const known = this.#entries.get(ask.request.id);
    if (known !== undefined && known.settling !== null) return;
    this.#entries.set(ask.request.id, {
      ask,
      rpcId,
      // Told again over the same connection it is still answered; over a new one the answer did not arrive.
      sent: known?.rpcId === rpcId ? known.sent : null,
      settling: null,
      closed: false,
      whenOver: known?.whenOver ?? [],
    });
    this.#tell({ type: 'request_opened', request: ask.request });
  }

  find(requestId: string): Ask | null {
    const entry = this.#entries.get(requestId);
    return entry === undefined || entry.closed ? null : entry.ask;
  }

  /** Ids of the requests that are open and were not asked again since the connection was lost. */
  unconfirmed(): string[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.rpcId === null && !entry.closed)
      .map(({ ask }) => ask.request.id);
  }

  /** What to send for an action, and under which id; the caller says with `sent` that it went out. */
  prepare(
    requestId: string,
    action: Action,
  ): { rpcId: RpcId; composed: Extract<Composed, { ok: true }> } | Extract<Composed, { ok: false }> {
    const entry = this.#entries.get(requestId);
    if (entry === undefined || entry.closed || entry.settling !== null) {
      return refused('request_gone', 'Codex does not wait for this any more.');
    }
    if (entry.sent !== null)
      return refused('already_answered', 'AMC has answered this already; Codex has not confirmed it yet.');
    const { rpcId } = entry;
    if (rpcId === null)
      return refused('not_connected', 'The connection to the Codex server is lost.', 'Answer in the terminal.');
    const sharers = [...this.#entries.values()].filter((other) => other.rpcId === rpcId && !other.closed);
    if (sharers.length > 1)
      return refused('ambiguous', 'The Codex server uses one id for several questions.', 'Answer in the terminal.');
    const composed = entry.ask.compose(action);
    return composed.ok ? { rpcId, composed } : composed;
  }

  /** Marks a request as answered by AMC; resolves when the server says it is resolved or the connection is gone. */
  sent(requestId: string, { result, effect }: { result: JsonObject; effect: Effect }): Promise<'resolved' | 'lost'> {
    const entry = this.#entries.get(requestId);
    if (entry === undefined) return Promise.resolve('lost');
    entry.sent = { result, effect };
    return new Promise((resolve) => entry.whenOver.push(resolve));
  }

  /** It was not sent after all. */
  unsent(requestId: string): void {
    const entry = this.#entries.get(requestId);
    if (entry !== undefined) entry.sent = null;
  }

  resolved(rpcId: RpcId): void {
    for (const entry of [...this.#entries.values()].filter(
      (one) => one.rpcId === rpcId && !one.closed && one.settling === null,
    )) {
      over(entry, 'resolved');
      if (entry.sent === null) this.#close(entry, 'elsewhere', 'the Codex server says it was answered, not by AMC');
      else this.#settle(entry);
    }
  }

  /** An item ended. `declined`: it was refused. */
  itemEnded(itemId: string, status: string): void {
    for (const entry of this.#entries.values()) {
      if (entry.ask.itemId !== itemId || entry.ask.proof.by !== 'item' || entry.sent === null) continue;
      const effect = status === 'declined' ? 'deny' : 'allow';
      this.#prove(entry, effect === entry.sent.effect, `item ${status}`);
    }
  }

  /** The rollout holds the output of a tool call. */
  callOutput(callId: string, output: string): void {
    for (const entry of this.#entries.values()) {
      const { itemId, proof } = entry.ask;
      if (itemId !== callId || proof.by !== 'call_output' || entry.sent === null) continue;
      const parsed = parseJsonObject(output);
      this.#prove(
        entry,
        parsed.ok && isJsonObject(parsed.value) && proof.agrees(entry.sent.result, parsed.value),
        'the rollout holds the answer',
      );
    }
  }

  /** The turn is over: nothing of it can be open. */
  turnEnded(detail: string): void {
    for (const entry of this.#entries.values()) {
      over(entry, 'resolved');
      if (entry.closed) this.#forget(entry);
      else if (entry.settling === null) this.#close(entry, entry.sent === null ? 'elsewhere' : 'unknown', detail);
    }
  }

  /** What was open stays open, for it may be asked again; what AMC sent may or may not have arrived. */
  connectionLost(): void {
    for (const entry of this.#entries.values()) {
      entry.rpcId = null;
      over(entry, 'lost');
    }
  }

  /** The server, asked again, does not wait for these any more. */
  drop(requestIds: readonly string[], detail: string): void {
    for (const id of requestIds) {
      const entry = this.#entries.get(id);
      if (entry !== undefined && entry.rpcId === null && !entry.closed) this.#close(entry, 'unknown', detail);
    }
  }

  dispose(): void {
    for (const entry of this.#entries.values()) this.#forget(entry);
  }

  #settle(entry: Entry): void {
    const { proof } = entry.ask;
    const doubt = proof.by === 'call_output' || entry.sent?.effect === 'deny';
    if (proof.by === 'nothing') return this.#close(entry, 'amc', 'the Codex server took the answer');
    entry.settling = setTimeout(
      () => {
        entry.settling = null;
        if (doubt) this.#close(entry, 'unknown', 'resolved, and nothing tells yet which answer counted');
        else this.#close(entry, 'amc', 'the Codex server took the answer and did not decline');
      },
      proof.by === 'item' ? ITEM_PROOF_MS : OUTPUT_PROOF_MS,
    );
    entry.settling.unref();
  }

  #prove(entry: Entry, ours: boolean, detail: string): void {
    if (entry.settling !== null) clearTimeout(entry.settling);
    entry.settling = null;
    if (ours) this.#close(entry, 'amc', `Codex's record agrees with AMC's answer: ${detail}`);
    else this.#close(entry, 'elsewhere', `Codex's record shows another answer: ${detail}`);
  }

  #close(entry: Entry, by: ClosedBy, detail: string): void {
    this.#tell({ type: 'request_closed', requestId: entry.ask.request.id, by, detail });
    entry.closed = true;
    if (by !== 'unknown') this.#forget(entry);
  }

  #forget(entry: Entry): void {
    if (entry.settling !== null) clearTimeout(entry.settling);
    over(entry, 'lost');
    this.#entries.delete(entry.ask.request.id);
  }
}

function over(entry: Entry, how: 'resolved' | 'lost'): void {
  for (const tell of entry.whenOver.splice(0)) tell(how);
}

function refused(code: string, message: string, next?: string): Extract<Composed, { ok: false }> {
  return { ok: false, reason: { code, message, ...(next === undefined ? {} : { next }) } };
}
