import type { AuditEntry, AuditPage } from '../contract/audit.ts';
import type { Action, Actor, Command, DeliveryReason, NewCommand } from '../contract/command.ts';
import { UserError } from '../contract/errors.ts';
import type { Evidence } from '../contract/evidence.ts';
import { advance, isSettled, newDelivery, type DeliveryStep } from '../core/delivery.ts';
import { describeAction } from '../core/describe-action.ts';
import type { AuditQuery } from '../ports/state-store.ts';
import type { DemoAgent } from './agent.ts';
import type { Random } from './random.ts';
import type { Simulator } from './simulator.ts';

export interface CommandsOptions {
  sim: Simulator;
  random: Random;
  agentOf: (key: string) => DemoAgent | null;
  /** What the request that an action answers asks for, in words. */
  subjectOf: (agent: DemoAgent, action: Action) => string | undefined;
  /** Does it to the agent; calls back when the agent's own record shows it. */
  handOver: (agent: DemoAgent, command: Command, proven: (evidence: Evidence) => void) => DeliveryReason | null;
  changed: (command: Command) => void;
}

/** One of the past. */
export interface RecalledCommand {
  action: Action;
  actor: Actor;
  at: number;
  about?: string | undefined;
}

const KEPT = 400;

/** Commands and what becomes of them, in the steps of the real ones; all of it in the audit log. */
export class DemoCommands {
  readonly #options: CommandsOptions;
  readonly #commands = new Map<string, Command>();
  readonly #byKey = new Map<string, string>();
  readonly #audited: AuditEntry[] = [];
  /** What each was about, as it was when it was given. */
  readonly #about = new Map<string, string | undefined>();
  readonly #waiters = new Map<string, Set<() => void>>();

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  recent(): Command[] {
    return [...this.#commands.values()].slice(-200).reverse();
  }

  get(id: string): Command {
    const found = this.#commands.get(id);
    if (found === undefined) throw new UserError({ code: 'command_unknown', message: `There is no command ${id}.` });
    return found;
  }

  submit({ sessionKey, action, holdMs = 0, idempotencyKey }: NewCommand, actor: Actor): Command {
    const before = idempotencyKey === undefined ? undefined : this.#byKey.get(idempotencyKey);
    if (before !== undefined) return this.get(before);
    const agent = this.#agentFor(sessionKey, action);
    const { sim, random } = this.#options;
    const at = sim.now();
    const id = `cmd-${random.hex(10)}`;
    const command: Command = {
      id,
      sessionKey,
      action,
      createdAt: at,
      actor,
      ...(holdMs === 0 ? {} : { sendAt: at + holdMs }),
      delivery: newDelivery(at),
    };
    if (idempotencyKey !== undefined) this.#byKey.set(idempotencyKey, id);
    this.#about.set(id, this.#options.subjectOf(agent, action));
    this.#keep(command, { state: 'queued', at }, actor);
    sim.after(holdMs, () => this.#leave(id, agent));
    return command;
  }

  cancel(id: string, actor: Actor): Command {
    const command = this.get(id);
    if (command.delivery.reason?.code === 'taken_back') return command;
    if (command.delivery.state !== 'queued')
      throw new UserError({
        code: 'too_late',
        message: 'It has been sent already.',
        next: 'Interrupt the session, if it should stop.',
      });
    this.#step(
      id,
      { state: 'refused', at: this.#options.sim.now(), reason: { code: 'taken_back', message: 'It was taken back.' } },
      actor,
    );
    return this.get(id);
  }

  async settled(id: string, waitMs: number): Promise<Command> {
    if (isSettled(this.get(id).delivery) || waitMs === 0) return this.get(id);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiters.set(id, (this.#waiters.get(id) ?? new Set()).add(done));
    });
    this.#waiters.delete(id);
    return this.get(id);
  }

  audit({ before = Infinity, limit, session, command }: AuditQuery): AuditPage {
    const found = this.#audited
      .filter(({ seq }) => seq < before)
      .filter(({ sessionKey }) => session === undefined || sessionKey === session)
      .filter(({ commandId }) => command === undefined || commandId === command)
      .toReversed();
    const last = found[limit - 1];
    return {
      entries: found.slice(0, limit),
      ...(last !== undefined && found.length > limit ? { next: last.seq } : {}),
    };
  }

  /** A session's turn is over: what was kept for then leaves. */
  turnEnded(agent: DemoAgent): void {
    const next = [...this.#commands.values()].find(
      ({ sessionKey, action, delivery }) =>
        sessionKey === agent.key &&
        delivery.state === 'queued' &&
        action.type === 'prompt' &&
        action.when === 'after_turn',
    );
    if (next !== undefined) this.#options.sim.after(200, () => this.#leave(next.id, agent));
  }

  /** A command of the past, with how it ended; for a log that is not empty. */
  recall(agent: DemoAgent, { action, actor, at, about }: RecalledCommand): void {
    const { random } = this.#options;
    const via = agent.profile.agent === 'claude' ? 'claude-relay' : 'codex-server';
    const evidence: Evidence = {
      source: 'transcript',
      at: at + 1_900,
      detail: 'transcript: its record of it',
      recordId: random.hex(12),
    };
    const steps: DeliveryStep[] = [
      { state: 'queued', at },
      { state: 'delivering', at: at + 40 },
      { state: 'accepted', at: at + 320, via },
      { state: 'confirmed', at: at + 1_900, evidence },
    ];
    const id = `cmd-${random.hex(10)}`;
    this.#about.set(id, about);
    this.#keep(
      { id, sessionKey: agent.key, action, createdAt: at, actor, delivery: newDelivery(at) },
      steps[0] ?? { state: 'queued', at },
      actor,
    );
    for (const step of steps.slice(1)) this.#step(id, step);
  }

  #agentFor(sessionKey: string, action: Action): DemoAgent {
    const agent = this.#options.agentOf(sessionKey);
    if (agent === null)
      throw new UserError({
        code: 'session_unknown',
        message: 'There is no such session.',
        next: 'Look at the board for what there is.',
      });
    if (agent.hasEnded)
      throw new UserError({
        code: 'session_ended',
        message: 'The session has ended.',
        next: 'Start the agent again in its terminal.',
      });
    const fault = faultOf(agent, action);
    if (fault !== null) throw new UserError(fault);
    return agent;
  }

  #leave(id: string, agent: DemoAgent): void {
    const { sim, random } = this.#options;
    const { action, delivery } = this.get(id);
    if (delivery.state !== 'queued') return;
    if (action.type === 'prompt' && action.when === 'after_turn' && agent.status.value === 'working') return;
    this.#step(id, { state: 'delivering', at: sim.now() });
    sim.after(random.between(120, 260), () => this.#hand(id, agent));
  }

  #hand(id: string, agent: DemoAgent): void {
    const { sim, random, handOver } = this.#options;
    const command = this.get(id);
    const fault = faultOf(agent, command.action);
    if (fault !== null) {
      this.#step(id, { state: 'refused', at: sim.now(), reason: fault });
      return;
    }
    const isAnswer = 'requestId' in command.action;
    const typed = agent.profile.place.terminal;
    const via =
      agent.profile.agent === 'codex'
        ? 'codex-server'
        : isAnswer && agent.request?.answer.channel === 'structured'
          ? 'claude-relay'
          : typed;
    this.#step(id, { state: 'accepted', at: sim.now(), via });
    sim.after(random.between(250, 600), () => {
      const reason = handOver(agent, command, (evidence) =>
        this.#step(id, { state: 'confirmed', at: sim.now(), evidence }),
      );
      if (reason !== null) this.#step(id, { state: 'failed', at: sim.now(), reason });
    });
  }

  #step(id: string, step: DeliveryStep, actor?: Actor): void {
    const command = this.get(id);
    const delivery = advance(command.delivery, step);
    if (delivery === null) return;
    this.#keep({ ...command, delivery }, step, actor);
    if (isSettled(delivery)) for (const done of this.#waiters.get(id) ?? []) done();
  }

  #keep(command: Command, step: DeliveryStep, actor?: Actor): void {
    this.#commands.set(command.id, command);
    if (this.#commands.size > KEPT)
      for (const id of [...this.#commands.keys()].slice(0, KEPT / 4)) this.#commands.delete(id);
    const agent = this.#options.agentOf(command.sessionKey);
    const { state, at, via, note, reason, evidence } = step;
    this.#audited.push({
      seq: this.#audited.length + 1,
      at,
      commandId: command.id,
      sessionKey: command.sessionKey,
      ...(agent === null ? {} : { sessionTitle: agent.title }),
      ...(actor === undefined ? {} : { actor }),
      what: describeAction(command.action, this.#about.get(command.id)),
      state,
      ...(via === undefined ? {} : { via }),
      ...(note === undefined ? {} : { note }),
      ...(reason === undefined ? {} : { reason }),
      ...(evidence === undefined ? {} : { evidence }),
    });
    this.#options.changed(command);
  }
}

/** Why it makes no sense now; null: it does. */
function faultOf(agent: DemoAgent, action: Action): DeliveryReason | null {
  const { request } = agent;
  const next = 'Look at the session as it is now.';
  if ('requestId' in action) {
    if (request?.id !== action.requestId)
      return { code: 'request_closed', message: 'It is asked no more: it was answered, or the agent went on.', next };
    const choiceId = 'choiceId' in action ? action.choiceId : undefined;
    const isKnown =
      choiceId === undefined || ('choices' in request && request.choices.some(({ id }) => id === choiceId));
    return isKnown ? null : { code: 'choice_unknown', message: `The request has no choice ${choiceId}.`, next };
  }
  const blocks = request !== null && request.kind !== 'error' && request.kind !== 'prose_question';
  if (blocks && action.type !== 'interrupt' && action.type !== 'close' && action.type !== 'rename')
    return {
      code: 'dialog_open',
      message: 'It waits for an answer first.',
      next: 'Answer what it asks, then send it again.',
    };
  return null;
}
