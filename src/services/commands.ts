import type { Actor, Command, DeliveryReason, NewCommand } from '../contract/command.ts';
import { AmcError } from '../contract/errors.ts';
import { advance, isSettled, newDelivery, type DeliveryStep } from '../core/delivery.ts';
import type { Observation } from '../core/observation.ts';
import type { Handover } from '../ports/agent.ts';
import type { Clock } from '../ports/clock.ts';
import { AwaitedReceipts } from './commands/awaited-receipts.ts';
import { Between } from './commands/between.ts';
import { CommandBook, type CommandBookOptions } from './commands/command-book.ts';
import { Lanes } from './commands/lanes.ts';
import {
  afterStop,
  alreadyAnswered,
  expired,
  noRecord,
  notWritten,
  sessionEnded,
  SHOWN_ONLY,
  shownOnly,
  takenBack,
  tooLate,
  unknownCommand,
} from './commands/reasons.ts';
import { Turns, type TurnsOptions } from './commands/turns.ts';
import { withLimit } from './commands/with-limit.ts';
import type { HandOver } from './handover.ts';
import { Waiters } from './waiters.ts';

/** Every step of a handover has a limit of its own; this one is for what forgot it, ms. */
const HANDOVER_MS = 60_000;
/** How long AMC keeps what goes after a turn, ms. */
const KEPT_MS = 12 * 3_600_000;

export interface CommandsOptions extends Omit<CommandBookOptions, 'forgotten'>, TurnsOptions {
  clock: Clock;
  newId: () => string;
  /** Hands a command over through the strongest channel. Never throws for an expected outcome. */
  handOver: HandOver;
  /** Throws a `UserError` when the command makes no sense now (unknown session, request already closed). */
  check: (command: NewCommand) => void;
  handoverMs?: number;
}

/** Commands from acceptance to proof: one at a time a session, each written down before anything is typed. */
export class Commands {
  readonly #options: CommandsOptions;
  readonly #book: CommandBook;
  readonly #lanes: Lanes;
  readonly #awaited = new AwaitedReceipts();
  readonly #turns: Turns;
  readonly #waiters = new Waiters<Command>();
  readonly #handingOver = new Set<string>();
  readonly #between = new Between();
  #disposed = false;

  constructor(options: CommandsOptions) {
    this.#options = options;
    this.#book = new CommandBook({ ...options, forgotten: (command) => this.#awaited.forget(command) });
    this.#turns = new Turns(options);
    this.#lanes = new Lanes({
      clock: options.clock,
      untilTurnIsOver: (key) => this.#turns.untilOver(key),
      expired: (id) => void this.#step(id, { state: 'refused', at: options.clock(), reason: expired(KEPT_MS) }),
      deliver: (id) => this.#deliver(id),
    });
    for (const command of this.#book.recall()) this.#recall(command);
  }

  submit(wanted: NewCommand, actor: Actor): Command {
    const key = wanted.idempotencyKey ?? null;
    const before = key === null ? null : this.#book.byKey(key);
    if (before !== null) return before;
    this.#check(wanted, actor);
    const command = this.#newCommand(wanted, actor);
    this.#book.add(command, key);
    const { action } = command;
    const afterTurn = action.type === 'prompt' && action.when === 'after_turn';
    this.#lanes.add(command.sessionKey, {
      id: command.id,
      notBefore: command.sendAt ?? 0,
      afterTurn,
      expiresAt: afterTurn ? command.createdAt + KEPT_MS : Infinity,
      urgent: action.type === 'interrupt',
    });
    return command;
  }

  /** Takes back what has not left yet. A second time changes nothing. */
  cancel(id: string, actor: Actor): Command {
    const command = this.#known(id);
    if (command.delivery.reason?.code === 'taken_back') return command;
    if (!this.#lanes.takeOut(command.sessionKey, id)) throw tooLate(command);
    this.#step(id, { state: 'refused', at: this.#options.clock(), reason: takenBack() }, actor);
    return this.#known(id);
  }

  get(id: string): Command | null {
    return this.#book.get(id);
  }

  recent(limit: number): readonly Command[] {
    return this.#book.recent(limit);
  }

  async settled(id: string, waitMs: number): Promise<Command> {
    const command = this.#known(id);
    if (isSettled(command.delivery) || waitMs === 0) return command;
    return (await this.#waiters.wait(id, waitMs)) ?? this.#book.get(id) ?? command;
  }

  /** Whether an answer to this request has left and its end is not known. */
  isAnswering(sessionKey: string, requestId: string): boolean {
    return this.#awaited.answersTo(sessionKey, requestId).length > 0;
  }

  /** Whether a command is on its way into this session right now. */
  isHandingOver(sessionKey: string): boolean {
    return this.#handingOver.has(sessionKey);
  }

  /** Runs something while no command leaves for this session; null: one is on its way, and it was not run. */
  between<T>(sessionKey: string, work: () => Promise<T>): Promise<T> | null {
    return this.isHandingOver(sessionKey) ? null : this.#between.run(sessionKey, work);
  }

  /** Every observation passes here: it may be the receipt that a command waits for. */
  observe(observation: Observation): void {
    const judged = this.#awaited.judge(observation);
    if (judged === null) return;
    const { id, verdict } = judged;
    const at = this.#options.clock();
    if (verdict.verdict === 'confirmed') this.#step(id, { state: 'confirmed', at, evidence: verdict.evidence });
    else if (verdict.verdict === 'shown') this.#step(id, { state: 'unknown', at, reason: shownOnly(verdict.evidence) });
    else this.#step(id, { state: 'failed', at, reason: verdict.reason });
  }

  /** Its status is another one: what waits for the end of a turn may go, or never will. */
  sessionChanged(sessionKey: string): void {
    const waiting = this.#lanes.afterTurn(sessionKey);
    if (waiting.length === 0) return;
    if (!this.#turns.hasEnded(sessionKey)) return this.#lanes.look(sessionKey);
    for (const id of waiting) {
      this.#lanes.takeOut(sessionKey, id);
      this.#step(id, { state: 'refused', at: this.#options.clock(), reason: sessionEnded() });
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#lanes.dispose();
    this.#awaited.dispose();
    this.#waiters.dispose();
  }

  #known(id: string): Command {
    const command = this.#book.get(id);
    if (command === null) throw unknownCommand(id);
    return command;
  }

  #check(wanted: NewCommand, actor: Actor): void {
    try {
      this.#options.check(wanted);
    } catch (error) {
      if (error instanceof AmcError) this.#book.noteRefused(wanted, actor, reasonOf(error), this.#options.clock());
      throw error;
    }
  }

  #newCommand({ sessionKey, action, holdMs = 0 }: NewCommand, actor: Actor): Command {
    const at = this.#options.clock();
    return {
      id: this.#options.newId(),
      sessionKey,
      action,
      createdAt: at,
      actor,
      ...(holdMs === 0 ? {} : { sendAt: at + holdMs }),
      delivery: newDelivery(at),
    };
  }

  /** After a restart: what had not left is dropped, what had left is unknown until a record proves it. */
  #recall(command: Command): void {
    const { id, delivery } = command;
    const { evidence, state, steps } = delivery;
    const at = this.#options.clock();
    if (state === 'confirmed' && evidence?.recordId !== undefined) this.#awaited.use(evidence.recordId);
    if (state === 'queued') this.#step(id, { state: 'failed', at, reason: afterStop('queued') });
    if (state !== 'delivering' && state !== 'accepted' && state !== 'unknown') return;
    this.#awaited.expect(command, steps.find((step) => step.state === 'delivering')?.at ?? command.createdAt);
    if (state !== 'unknown') this.#step(id, { state: 'unknown', at, reason: afterStop('left') });
  }

  async #deliver(id: string): Promise<void> {
    const command = this.#book.get(id);
    if (command === null || this.#disposed) return;
    const at = this.#options.clock();
    if (this.#isAnswered(command)) {
      this.#step(id, { state: 'refused', at, reason: alreadyAnswered() });
      return;
    }
    if (!this.#step(id, { state: 'delivering', at })) {
      this.#step(id, { state: 'failed', at, reason: notWritten() });
      return;
    }
    this.#turns.left(command.sessionKey, { id, type: command.action.type });
    this.#handingOver.add(command.sessionKey);
    const outcome = await withLimit(
      (givenUp) => this.#handOver(command, givenUp),
      this.#options.handoverMs ?? HANDOVER_MS,
    );
    this.#handingOver.delete(command.sessionKey);
    if (!this.#disposed) this.#settle(command, outcome);
  }

  /** Once nobody types by hand any more: what was recorded by then is not of this command. */
  async #handOver(command: Command, givenUp: AbortSignal): Promise<Handover> {
    await this.#between.over(command.sessionKey);
    this.#awaited.expect(command, this.#options.clock());
    return this.#options.handOver(command, { typing: () => this.#awaited.typed(command), givenUp });
  }

  /** An answer was typed and may show any moment: another one would go into whatever dialog comes next. */
  #isAnswered({ sessionKey, action }: Command): boolean {
    if (!('requestId' in action)) return false;
    return this.#awaited.answersTo(sessionKey, action.requestId, { typed: true }).some((id) => {
      const { state, reason } = this.#book.get(id)?.delivery ?? {};
      return state === 'accepted' || (state === 'unknown' && reason?.code === SHOWN_ONLY);
    });
  }

  #settle(command: Command, outcome: Handover): void {
    const at = this.#options.clock();
    const { id } = command;
    const via = outcome.via === undefined ? {} : { via: outcome.via };
    if (outcome.state !== 'accepted') {
      this.#step(id, { state: outcome.state, at, ...via, reason: outcome.reason });
      return;
    }
    const note = outcome.note === undefined ? {} : { note: outcome.note };
    this.#step(id, { state: 'accepted', at, ...via, ...note });
    if (outcome.shown !== undefined) this.#step(id, { state: 'unknown', at, reason: shownOnly(outcome.shown) });
    if (outcome.confirmed !== undefined) this.#step(id, { state: 'confirmed', at, evidence: outcome.confirmed });
    this.#awaited.armTimeout(command, (timeoutMs) => {
      this.#step(id, { state: 'unknown', at: this.#options.clock(), reason: noRecord(timeoutMs) });
    });
  }

  /**
   * Applies a step, writes it down, tells everybody. A step that may not follow is dropped (a late timeout, say).
   * False when it could not be written down.
   */
  #step(id: string, step: DeliveryStep, actor?: Actor): boolean {
    const command = this.#book.get(id);
    const delivery = command === null ? null : advance(command.delivery, step);
    if (command === null || delivery === null) return true;
    const next = { ...command, delivery };
    const isWritten = this.#book.change(next, step, actor);
    if (isSettled(delivery)) this.#hasSettled(next);
    return isWritten;
  }

  #hasSettled(command: Command): void {
    const { id, sessionKey, delivery } = command;
    if (delivery.state !== 'unknown') this.#awaited.forget(command);
    this.#turns.settled(sessionKey, id, delivery.evidence?.at ?? this.#options.clock());
    this.#waiters.resolve(id, command);
    this.#lanes.look(sessionKey);
  }
}

function reasonOf({ code, message, next }: AmcError): DeliveryReason {
  return { code, message, ...(next === undefined ? {} : { next }) };
}
