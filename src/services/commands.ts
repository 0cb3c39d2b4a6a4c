import type { Command, DeliveryReason, NewCommand } from '../contract/command.ts';
import { UserError } from '../contract/errors.ts';
import { advance, isSettled, newDelivery, type DeliveryStep } from '../core/delivery.ts';
import type { Observation } from '../core/observation.ts';
import { judge, type Pending } from '../core/receipts.ts';
import type { Handover } from '../ports/agent.ts';
import type { Clock } from '../ports/clock.ts';
import type { StateStore } from '../ports/state-store.ts';
import { Waiters } from './waiters.ts';

/** How long AMC waits for the agent's own record before it says `unknown`, ms. A tool that was allowed may run long. */
const RECEIPT_TIMEOUT_MS = {
  prompt: 15_000,
  interrupt: 8_000,
  answer: 600_000,
  approve: 600_000,
  deny: 60_000,
} as const;
/** Commands kept in memory; older ones are in the store. */
const KEPT = 1_000;

export interface CommandsOptions {
  clock: Clock;
  newId: () => string;
  store: StateStore;
  /** Hands a command over through the strongest channel. Never throws for an expected outcome. */
  handOver: (command: Command) => Promise<Handover>;
  /** Throws a `UserError` when the command makes no sense now (unknown session, request already closed). */
  check: (command: NewCommand) => void;
  changed: (command: Command) => void;
}

/** Commands from acceptance to proof: one at a time a session, each written down before anything is typed. */
export class Commands {
  readonly #options: CommandsOptions;
  readonly #commands = new Map<string, Command>();
  readonly #pending = new Map<string, { pending: Pending; timer: NodeJS.Timeout | null }>();
  readonly #queues = new Map<string, Promise<void>>();
  readonly #usedRecords = new Set<string>();
  readonly #waiters = new Waiters<Command>();
  #disposed = false;

  constructor(options: CommandsOptions) {
    this.#options = options;
    for (const command of [...options.store.recentCommands(KEPT)].reverse()) this.#recall(command);
  }

  submit(wanted: NewCommand): Command {
    const { clock, newId, store, check } = this.#options;
    const key = wanted.idempotencyKey ?? null;
    const before = key === null ? null : store.commandByKey(key);
    if (before !== null) return this.#commands.get(before.id) ?? before;
    check(wanted);
    const at = clock();
    const command: Command = {
      id: newId(),
      sessionKey: wanted.sessionKey,
      action: wanted.action,
      createdAt: at,
      delivery: newDelivery(at),
    };
    this.#keep(command, key);
    this.#enqueue(command.id, command.sessionKey);
    return command;
  }

  get(id: string): Command | null {
    return this.#commands.get(id) ?? null;
  }

  recent(limit: number): readonly Command[] {
    return [...this.#commands.values()].slice(-limit).reverse();
  }

  async settled(id: string, waitMs: number): Promise<Command> {
    const command = this.#commands.get(id);
    if (command === undefined) {
      throw new UserError({
        code: 'command_unknown',
        message: `There is no command ${id}.`,
        next: 'List the commands to find its id.',
      });
    }
    if (isSettled(command.delivery) || waitMs === 0) return command;
    return (await this.#waiters.wait(id, waitMs)) ?? this.#commands.get(id) ?? command;
  }

  /** Every observation passes here: it may be the receipt that a command waits for. */
  observe(observation: Observation): void {
    if (this.#pending.size === 0) return;
    const key = `${observation.session.agent}:${observation.session.id}`;
    for (const [id, { pending }] of this.#pending) {
      const command = this.#commands.get(id);
      if (command?.sessionKey !== key) continue;
      const verdict = judge(pending, observation, this.#usedRecords);
      if (verdict === null) continue;
      const at = this.#options.clock();
      if (verdict.verdict === 'confirmed') {
        if (verdict.recordId !== null) this.#usedRecords.add(verdict.recordId);
        this.#step(id, { state: 'confirmed', at, evidence: verdict.evidence });
      } else {
        this.#step(id, { state: 'failed', at, reason: verdict.reason });
      }
      return;
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const { timer } of this.#pending.values()) if (timer !== null) clearTimeout(timer);
    this.#waiters.dispose();
  }

  /** After a restart: what had not left is dropped, what had left is unknown until a record proves it. */
  #recall(command: Command): void {
    this.#commands.set(command.id, command);
    const { state } = command.delivery;
    const at = this.#options.clock();
    const reason = { code: 'amc_stopped', message: 'AMC was stopped before the delivery was settled.' };
    if (state === 'queued') {
      this.#step(command.id, { state: 'failed', at, reason: { ...reason, next: 'Nothing was typed. Send it again.' } });
    } else if (state === 'delivering' || state === 'accepted') {
      this.#await(command, command.delivery.steps.at(-1)?.at ?? command.createdAt, null);
      this.#step(command.id, {
        state: 'unknown',
        at,
        reason: { ...reason, next: 'Look at the conversation: it is confirmed here as soon as its record is seen.' },
      });
    }
  }

  #enqueue(id: string, sessionKey: string): void {
    const before = this.#queues.get(sessionKey) ?? Promise.resolve();
    const run = before.then(() => this.#deliver(id));
    this.#queues.set(sessionKey, run);
    void run.then(() => {
      if (this.#queues.get(sessionKey) === run) this.#queues.delete(sessionKey);
    });
  }

  async #deliver(id: string): Promise<void> {
    const { clock, handOver } = this.#options;
    const command = this.#commands.get(id);
    if (command === undefined || this.#disposed) return;
    const since = clock();
    this.#step(id, { state: 'delivering', at: since });
    this.#await(command, since, null);
    const outcome = await handOver(command).catch((error: unknown): Handover => internalFailure(error));
    if (this.#disposed) return;
    this.#settle(command, outcome);
  }

  #settle(command: Command, outcome: Handover): void {
    const at = this.#options.clock();
    const { id } = command;
    if (outcome.state === 'accepted') {
      this.#step(id, {
        state: 'accepted',
        at,
        via: outcome.via,
        ...(outcome.note === undefined ? {} : { note: outcome.note }),
      });
      if (outcome.confirmed !== undefined) this.#step(id, { state: 'confirmed', at, evidence: outcome.confirmed });
      else this.#armTimeout(command);
      return;
    }
    const via = outcome.via === undefined ? {} : { via: outcome.via };
    this.#step(id, { state: outcome.state, at, ...via, reason: outcome.reason });
  }

  #await(command: Command, since: number, timer: NodeJS.Timeout | null): void {
    this.#pending.set(command.id, { pending: { commandId: command.id, action: command.action, since }, timer });
  }

  #armTimeout(command: Command): void {
    const waiting = this.#pending.get(command.id);
    if (waiting === undefined) return;
    const timeoutMs = RECEIPT_TIMEOUT_MS[command.action.type];
    waiting.timer = setTimeout(() => {
      this.#step(command.id, { state: 'unknown', at: this.#options.clock(), reason: noRecord(timeoutMs) });
    }, timeoutMs);
    waiting.timer.unref();
  }

  /** Applies a step, writes it down, tells everybody. A step that may not follow is dropped (a late timeout, say). */
  #step(id: string, step: DeliveryStep): void {
    const command = this.#commands.get(id);
    if (command === undefined) return;
    const delivery = advance(command.delivery, step);
    if (delivery === null) return;
    const next = { ...command, delivery };
    this.#keep(next, null);
    if (!isSettled(delivery)) return;
    if (delivery.state !== 'unknown') this.#stopWaiting(id);
    this.#waiters.resolve(id, next);
  }

  #keep(command: Command, idempotencyKey: string | null): void {
    this.#options.store.saveCommand(command, idempotencyKey);
    this.#commands.set(command.id, command);
    this.#forgetOldest();
    this.#options.changed(command);
  }

  #forgetOldest(): void {
    const oldest = this.#commands.keys().next().value;
    if (this.#commands.size <= KEPT || oldest === undefined) return;
    this.#stopWaiting(oldest);
    this.#commands.delete(oldest);
  }

  #stopWaiting(id: string): void {
    const waiting = this.#pending.get(id);
    if (waiting?.timer) clearTimeout(waiting.timer);
    this.#pending.delete(id);
  }
}

function noRecord(timeoutMs: number): DeliveryReason {
  return {
    code: 'no_record',
    message: `It was handed over, but the agent has recorded nothing of it in ${timeoutMs / 1000} s.`,
    next: 'Look at the pane before you send it again; it is confirmed here as soon as its record is seen.',
  };
}

/** A bug in AMC: nobody knows how far it got. */
function internalFailure(error: unknown): Handover {
  const message = error instanceof Error ? error.message : String(error);
  return {
    state: 'unknown',
    via: 'amc',
    reason: { code: 'internal', message: `AMC failed while delivering: ${message}` },
  };
}
