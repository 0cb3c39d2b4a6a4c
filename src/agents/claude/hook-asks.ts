import type { HookEvent } from '../../ports/state-store.ts';
import { elicitationOf } from './elicitation.ts';
import type { HookPayload } from './hook-payload.ts';
import { baseOf, type FromHook, type RequestBook } from './request-book.ts';
import { firstText } from './tool-line.ts';

export interface HookAsksOptions {
  book: RequestBook;
  relayWaits: (eventName: string) => Promise<boolean>;
  /** Lets the hook leave: AMC will not answer. */
  release: (eventName: string) => void;
  /** Where plan mode keeps its plan, when the call does not say; null: not known. */
  planOf: () => Promise<{ plan: string; planFilePath: string } | null>;
  /** Resolves when the terminal shows what the main agent asks, as far as that can be known. */
  shown: () => Promise<void>;
}

/** What a session asks through its hooks, entered into the book. */
export class HookAsks {
  readonly #options: HookAsksOptions;

  constructor(options: HookAsksOptions) {
    this.#options = options;
  }

  /** A tool call that needs a person's word: a permission, a question, a plan. */
  async permission(event: HookEvent, payload: HookPayload, replayed: boolean): Promise<void> {
    const { tool = 'a tool', input, suggestions, cwd, agentId } = payload;
    const [from, plan] = await Promise.all([
      this.#from(event, payload, replayed),
      tool === 'ExitPlanMode' && firstText(input, ['plan']) === null ? this.#options.planOf() : null,
    ]);
    // Another hook may allow it at once; a subagent's is not on the screen before this hook has left.
    const shown = replayed || agentId !== undefined ? {} : { shown: this.#options.shown() };
    await this.#options.book.openFromHook(
      { ...from, ...shown },
      { tool, input, suggestions, cwd, ...(plan === null ? {} : { shown: plan }) },
    );
  }

  /** An MCP server asks. */
  async form(event: HookEvent, payload: HookPayload, replayed: boolean): Promise<void> {
    const from = await this.#from(event, payload, replayed);
    this.#options.book.openForm(from, elicitationOf(baseOf(from), payload), payload.requestedSchema);
  }

  /** Fired for an answer in the terminal only: which of several that this server asked is not said, so the oldest shown. */
  formAnswered({ event, at }: HookEvent, { server, action = 'answered' }: HookPayload): void {
    const { book } = this.#options;
    const asked = book.open().filter(({ request }) => request.kind === 'elicitation' && request.server === server);
    const shown = asked.find(({ relayWaits }) => !relayWaits) ?? asked[0];
    if (shown === undefined) return;
    book.settle(shown, { source: 'hook', at, by: 'elsewhere', detail: `hook: ${event} (${action}, in the terminal)` });
  }

  async #from(event: HookEvent, payload: HookPayload, replayed: boolean): Promise<FromHook> {
    const { isInputCut, agentId: id, agentType: type } = payload;
    const relayWaits = await this.#options.relayWaits(event.name);
    if (relayWaits && isInputCut) this.#options.release(event.name);
    return {
      // The name of an event is a process id and a counter, which come again; with the time it is the event's own.
      id: `hook:${event.name}:${event.at}`,
      at: event.at,
      eventName: event.name,
      subagent: id === undefined ? null : { id, ...(type === undefined || type === '' ? {} : { type }) },
      relayWaits: relayWaits && !isInputCut,
      isInputCut,
      replayed,
    };
  }
}
