import type { Actor, DeliveryReason, DeliveryState } from '../../contract/command.ts';
import type { PaneKeys } from '../../contract/screen.ts';
import type { SessionKey } from '../../contract/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { NewAuditEntry, StateStore } from '../../ports/state-store.ts';

/** Typing that pauses longer is a burst of its own, ms. */
const PAUSE_MS = 5_000;
/** A burst ends at the latest then, ms. */
const LONGEST_MS = 60_000;
const WHAT = 'typed by hand';

export interface HandLogOptions {
  store: Pick<StateStore, 'addAudit'>;
  clock: Clock;
  newId: () => string;
  titleOf: (sessionKey: string) => string | undefined;
  /** Told that a line could not be written down. */
  unwritten: (error: unknown) => void;
}

interface Burst {
  id: string;
  sessionKey: SessionKey;
  actor: Actor;
  began: number;
  via: string | undefined;
  characters: number;
  keys: Map<string, number>;
  timer: NodeJS.Timeout | null;
}

/**
 * Writes down that somebody typed by hand: how many characters and which keys, never the text, which may be a password. A
 * burst is one entry of the audit log: a line before its first key, and one when it is over.
 */
export class HandLog {
  readonly #options: HandLogOptions;
  readonly #bursts = new Map<string, Burst>();

  constructor(options: HandLogOptions) {
    this.#options = options;
  }

  /** Before the first key of a burst. False when it cannot be written down: then nothing is typed. */
  begin(sessionKey: SessionKey, actor: Actor): boolean {
    const before = this.#bursts.get(sessionKey);
    const isSame = before !== undefined && JSON.stringify(before.actor) === JSON.stringify(actor);
    if (isSame && this.#options.clock() - before.began < LONGEST_MS) {
      if (before.timer !== null) clearTimeout(before.timer);
      return true;
    }
    if (before !== undefined) this.#end(before);
    const began = this.#options.clock();
    const burst: Burst = {
      id: this.#options.newId(),
      sessionKey,
      actor,
      began,
      via: undefined,
      characters: 0,
      keys: new Map(),
      timer: null,
    };
    if (!this.#write(burst, 'delivering', WHAT)) return false;
    this.#bursts.set(sessionKey, burst);
    return true;
  }

  typed(sessionKey: SessionKey, keys: PaneKeys, via: string): void {
    const burst = this.#bursts.get(sessionKey);
    if (burst === undefined) return;
    burst.via = via;
    if ('text' in keys) burst.characters += [...keys.text].length;
    else burst.keys.set(keys.key, (burst.keys.get(keys.key) ?? 0) + 1);
    if (burst.timer !== null) clearTimeout(burst.timer);
    burst.timer = setTimeout(() => this.#end(burst), PAUSE_MS).unref();
  }

  /** It ends with a key that was not taken, or of which nobody knows whether it was. */
  failed(sessionKey: SessionKey, state: 'refused' | 'unknown', reason: DeliveryReason, via: string | undefined): void {
    const burst = this.#bursts.get(sessionKey);
    if (burst === undefined) return;
    burst.via = via ?? burst.via;
    this.#end(burst, { state, reason });
  }

  /** A key that was refused at the door. */
  refused(sessionKey: SessionKey, actor: Actor, reason: DeliveryReason): void {
    if (this.#bursts.has(sessionKey)) return this.failed(sessionKey, 'refused', reason, undefined);
    const at = this.#options.clock();
    const line = {
      at,
      commandId: this.#options.newId(),
      sessionKey,
      actor,
      what: WHAT,
      state: 'refused',
      reason,
    } as const;
    this.#add({ ...line, ...this.#title(sessionKey) });
  }

  dispose(): void {
    for (const burst of this.#bursts.values()) this.#end(burst);
  }

  #end(burst: Burst, failure?: { state: 'refused' | 'unknown'; reason: DeliveryReason }): void {
    if (burst.timer !== null) clearTimeout(burst.timer);
    this.#bursts.delete(burst.sessionKey);
    const what = `${WHAT}${summaryOf(burst)}`;
    if (failure === undefined) this.#write(burst, 'accepted', what);
    else this.#write(burst, failure.state, what, failure.reason);
  }

  #write({ id, sessionKey, actor, via }: Burst, state: DeliveryState, what: string, reason?: DeliveryReason): boolean {
    return this.#add({
      at: this.#options.clock(),
      commandId: id,
      sessionKey,
      ...this.#title(sessionKey),
      actor,
      what,
      state,
      ...(via === undefined ? {} : { via }),
      ...(reason === undefined ? {} : { reason }),
    });
  }

  #add(line: NewAuditEntry): boolean {
    try {
      this.#options.store.addAudit([line]);
      return true;
    } catch (error) {
      this.#options.unwritten(error);
      return false;
    }
  }

  #title(sessionKey: SessionKey): { sessionTitle?: string } {
    const sessionTitle = this.#options.titleOf(sessionKey);
    return sessionTitle === undefined ? {} : { sessionTitle };
  }
}

/** `: 12 characters, enter ×2` */
function summaryOf({ characters, keys }: Burst): string {
  const parts = [
    ...(characters === 0 ? [] : [`${characters} character${characters === 1 ? '' : 's'}`]),
    ...[...keys].map(([key, times]) => (times === 1 ? key : `${key} ×${times}`)),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}
