import type { Action, Actor, Command, DeliveryReason, NewCommand } from '../../contract/command.ts';
import { isSettled, type DeliveryStep } from '../../core/delivery.ts';
import { describeAction } from '../../core/describe-action.ts';
import type { NewAuditEntry, StateStore } from '../../ports/state-store.ts';

/** Commands kept in memory; older ones are in the store. */
export const KEPT = 1_000;

/** What a person would call a session, and what the request asks for that an action answers. */
export interface Subject {
  title?: string | undefined;
  about?: string | undefined;
}

export interface CommandBookOptions {
  store: StateStore;
  describe: (sessionKey: string, action: Action) => Subject;
  changed: (command: Command) => void;
  /** Told that a step could not be written down. */
  unwritten: (error: unknown) => void;
  /** Told of a command that is not kept any more. */
  forgotten: (command: Command) => void;
}

/** Every command as it is now. What changes is written down first, together with its line in the audit log. */
export class CommandBook {
  readonly #options: CommandBookOptions;
  readonly #commands = new Map<string, Command>();
  /** As it was when the command came: a request that is answered asks for nothing any more. */
  readonly #subjects = new Map<string, Subject>();

  constructor(options: CommandBookOptions) {
    this.#options = options;
  }

  /** What the store holds of the time before, oldest first. */
  recall(): readonly Command[] {
    const recalled = [...this.#options.store.recentCommands(KEPT)].reverse();
    for (const command of recalled) this.#commands.set(command.id, command);
    return recalled;
  }

  get(id: string): Command | null {
    return this.#commands.get(id) ?? null;
  }

  byKey(idempotencyKey: string): Command | null {
    const stored = this.#options.store.commandByKey(idempotencyKey);
    return stored === null ? null : (this.get(stored.id) ?? stored);
  }

  recent(limit: number): readonly Command[] {
    return [...this.#commands.values()].slice(-limit).reverse();
  }

  /** Throws when it cannot be written down: then it is not there. */
  add(command: Command, idempotencyKey: string | null): void {
    this.#subjects.set(command.id, this.#options.describe(command.sessionKey, command.action));
    const line = this.#line(command, { state: 'queued', at: command.createdAt });
    this.#options.store.saveCommand(command, idempotencyKey, [line]);
    this.#keep(command);
    if (this.#commands.size <= KEPT) return;
    // What has not left yet, or is on its way, is held until its end is known.
    const oldest = [...this.#commands.values()].find(({ delivery }) => isSettled(delivery));
    if (oldest === undefined) return;
    this.#commands.delete(oldest.id);
    this.#subjects.delete(oldest.id);
    this.#options.forgotten(oldest);
  }

  /**
   * `actor`: who did this step, where it is not who gave the command. What has happened has happened, even when it
   * cannot be written down: then this is false.
   */
  change(command: Command, step: DeliveryStep, actor?: Actor): boolean {
    const line = this.#line(command, step, actor);
    const isWritten = this.#write(() => this.#options.store.saveCommand(command, null, [line]));
    this.#keep(command);
    return isWritten;
  }

  /** One that was never taken. */
  noteRefused({ sessionKey, action }: NewCommand, actor: Actor, reason: DeliveryReason, at: number): void {
    const { title, about } = this.#options.describe(sessionKey, action);
    const line: NewAuditEntry = {
      at,
      commandId: '',
      sessionKey,
      ...(title === undefined ? {} : { sessionTitle: title }),
      actor,
      what: describeAction(action, about),
      state: 'refused',
      reason,
    };
    this.#write(() => this.#options.store.addAudit([line]));
  }

  #keep(command: Command): void {
    this.#commands.set(command.id, command);
    this.#options.changed(command);
  }

  #write(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.#options.unwritten(error);
      return false;
    }
  }

  #line(command: Command, step: DeliveryStep, actor = command.actor): NewAuditEntry {
    const { id, sessionKey, action, delivery } = command;
    const { title, about } = this.#subjects.get(id) ?? this.#options.describe(sessionKey, action);
    const { state, at, note, reason, evidence, via = delivery.via } = step;
    return {
      at,
      commandId: id,
      sessionKey,
      ...(title === undefined ? {} : { sessionTitle: title }),
      ...(actor === undefined ? {} : { actor }),
      what: describeAction(action, about),
      state,
      ...(via === undefined ? {} : { via }),
      ...(note === undefined ? {} : { note }),
      ...(reason === undefined ? {} : { reason }),
      ...(evidence === undefined ? {} : { evidence }),
    };
  }
}
