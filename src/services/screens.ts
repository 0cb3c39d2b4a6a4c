import type { Actor, DeliveryReason } from '../contract/command.ts';
import { UserError } from '../contract/errors.ts';
import type { PaneKeys, ScreenEvent } from '../contract/screen.ts';
import type { SessionState } from '../core/state.ts';
import type { Screens } from './api.ts';
import type { PaneLocator } from './pane-locator.ts';
import { HandLog, type HandLogOptions } from './screens/hand-log.ts';
import { typeByHand } from './screens/hand-typist.ts';
import { PaneWatch } from './screens/pane-watch.ts';
import { nextStepFor } from './typing-advice.ts';

export interface PaneScreensOptions extends HandLogOptions {
  locator: PaneLocator;
  stateOf: (sessionKey: string) => SessionState | null;
  isHandingOver: (sessionKey: string) => boolean;
  /** Runs it while no command leaves for this session; null: one is on its way, and it was not run. */
  between: <T>(sessionKey: string, work: () => Promise<T>) => Promise<T> | null;
}

/** Panes as they are shown now, and typing into them by hand. Costs nothing while nobody looks. */
export class PaneScreens implements Screens {
  readonly #options: PaneScreensOptions;
  readonly #watches = new Map<string, PaneWatch>();
  readonly #log: HandLog;

  constructor(options: PaneScreensOptions) {
    this.#options = options;
    this.#log = new HandLog(options);
  }

  follow(key: string, listener: (event: ScreenEvent) => void): () => void {
    // Told one by one: the same function may follow twice.
    const told = (event: ScreenEvent): void => listener(event);
    const watch = this.#watches.get(key) ?? this.#newWatch(key);
    watch.add(told);
    return () => watch.remove(told);
  }

  async type(key: string, keys: PaneKeys, actor: Actor): Promise<{ ok: boolean; reason?: string }> {
    const state = this.#options.stateOf(key);
    if (state === null) throw sessionUnknown(key);
    const refuse = (code: string, why: string) => {
      const reason = refusal(code, why);
      this.#log.refused(state.key, actor, reason);
      return { ok: false, reason: told(reason) };
    };
    const { process } = state;
    if (process.known !== 'running') return refuse('no_process', 'AMC does not know which process runs this session');
    const typing = this.#options.between(key, async () => {
      if (!this.#log.begin(state.key, actor)) return null;
      return typeByHand(this.#options.locator, process.process, keys);
    });
    if (typing === null) return refuse('busy_typing', 'AMC is handing a command over to it right now');
    const result = await typing;
    this.#watches.get(key)?.typed();
    if (result === null) return { ok: false, reason: UNWRITTEN };
    if (result.state === 'accepted') {
      this.#log.typed(state.key, keys, result.via);
      return { ok: true };
    }
    const reason = result.state === 'refused' ? refusal(result.code, result.reason) : notKnown(result.reason);
    this.#log.failed(state.key, result.state, reason, result.via);
    return { ok: false, reason: told(reason) };
  }

  /** Something of this session has changed. */
  consider(key: string): void {
    this.#watches.get(key)?.changed();
  }

  dispose(): void {
    for (const watch of this.#watches.values()) watch.dispose();
    this.#watches.clear();
    this.#log.dispose();
  }

  #newWatch(key: string): PaneWatch {
    const { locator, stateOf, isHandingOver } = this.#options;
    const watch = new PaneWatch({
      locator,
      stateOf: () => stateOf(key),
      isHandingOver: () => isHandingOver(key),
      ended: () => {
        if (this.#watches.get(key) === watch) this.#watches.delete(key);
      },
    });
    this.#watches.set(key, watch);
    return watch;
  }
}

const UNWRITTEN =
  'Nothing was typed: AMC cannot write down what it does, so it does nothing. Look at the disk of the data folder.';

function refusal(code: string, why: string): DeliveryReason {
  const next = code === 'busy_typing' ? 'Type on when it is done.' : nextStepFor(code);
  return { code, message: `Nothing was typed: ${why}.`, next };
}

function notKnown(why: string): DeliveryReason {
  return {
    code: 'lost_reply',
    message: `The multiplexer did not say whether it took it: ${why}.`,
    next: 'Look at the pane before you type on.',
  };
}

function told({ message, next }: DeliveryReason): string {
  return next === undefined ? message : `${message} ${next}`;
}

function sessionUnknown(key: string): UserError {
  return new UserError({
    code: 'session_unknown',
    message: `There is no session ${key}.`,
    next: 'It may have ended long ago; `amc ls` shows what there is.',
  });
}
