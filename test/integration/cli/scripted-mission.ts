import type { Actor, Command, NewCommand } from '../../../src/contract/command.ts';
import { UserError } from '../../../src/contract/errors.ts';
import type { SessionKey } from '../../../src/contract/session.ts';
import { advance, isSettled, newDelivery, type DeliveryStep } from '../../../src/core/delivery.ts';
import { FakeMission } from '../../helpers/fake-mission.ts';

type Step = Omit<DeliveryStep, 'at'>;

/** Handed over, and not proven yet. */
export const WAY: Step[] = [{ state: 'delivering' }, { state: 'accepted', via: 'tmux' }];

/** The agent's record. */
export const PROOF: Step = {
  state: 'confirmed',
  evidence: { source: 'transcript', at: 1, detail: 'recorded as a prompt' },
};

export const CONFIRMED: Step[] = [...WAY, PROOF];

export const REFUSED: Step[] = [
  { state: 'delivering' },
  {
    state: 'refused',
    reason: { code: 'dialog_open', message: 'A dialog\u001b[2J stands open.', next: 'Answer it first.' },
  },
];

export const UNKNOWN: Step[] = [
  ...WAY,
  { state: 'unknown', reason: { code: 'no_record', message: 'Nothing was recorded.' } },
];

/** An AMC whose deliveries go as a test says: at once as far as its script goes, the rest step by step. */
export class ScriptedMission extends FakeMission {
  /** How far a command gets by itself. */
  script: (command: NewCommand) => readonly Step[] = () => CONFIRMED;
  readonly commands = new Map<string, Command>();
  readonly #waiting = new Set<() => void>();
  #now = 1_000;

  override submit(wanted: NewCommand, actor: Actor): Command {
    if (this.session(wanted.sessionKey) === null) {
      throw new UserError({ code: 'session_unknown', message: 'There is no such session.' });
    }
    this.submitted.push(wanted);
    this.actors.push(actor);
    const { sessionKey, action, holdMs } = wanted;
    const id = `c${this.submitted.length}`;
    const held = holdMs === undefined ? {} : { sendAt: Date.now() + holdMs };
    this.commands.set(id, { id, sessionKey, action, createdAt: 0, actor, ...held, delivery: newDelivery(this.#now) });
    const command = this.#known(id);
    for (const step of this.script(wanted)) this.step(id, step);
    return command;
  }

  /** One step further. */
  step(id: string, step: Step): void {
    this.#now += 40;
    const command = this.#known(id);
    const delivery = advance(command.delivery, { ...step, at: this.#now });
    if (delivery === null)
      throw new Error(`Expected a step that may follow ${command.delivery.state}, got ${step.state}`);
    this.commands.set(id, { ...command, delivery });
    for (const wake of this.#waiting) wake();
  }

  override async settled(id: string, waitMs: number): Promise<Command> {
    const until = Date.now() + waitMs;
    while (!isSettled(this.#known(id).delivery) && Date.now() < until) await this.#change(until - Date.now());
    return this.#known(id);
  }

  /** Somebody waits for a receipt. */
  get isWaitedFor(): boolean {
    return this.#waiting.size > 0;
  }

  override cancel(id: string, actor: Actor): Command {
    const { delivery } = this.#known(id);
    this.actors.push(actor);
    if (delivery.state !== 'queued') throw new UserError({ code: 'command_closed', message: 'It has left already.' });
    this.step(id, { state: 'refused', reason: { code: 'taken_back', message: 'It was taken back.' } });
    return this.#known(id);
  }

  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#waiting.add(wake);
    });
  }

  #known(id: string): Command {
    const command = this.commands.get(id);
    if (command === undefined) throw new UserError({ code: 'command_unknown', message: 'There is no such command.' });
    return command;
  }
}

/** Keys are branded; tests write them as they are. */
export function keyOf(id: string): SessionKey {
  return `claude:${id}` as SessionKey;
}
