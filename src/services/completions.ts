import { realpath } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { AgentName } from '../contract/agent.ts';
import type { Completion, CompletionReply } from '../contract/completion.ts';
import { UserError } from '../contract/errors.ts';
import { asksHidden, rankedPaths } from '../core/file-ranking.ts';
import type { SessionState } from '../core/state.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import type { AgentCompletions } from '../ports/completions.ts';
import type { Run } from '../ports/subprocess.ts';
import type { CompletionQuery } from './api.ts';
import { isWithin, ProjectFiles } from './completions/project-files.ts';

const FRESH_MS = 3_000;

export interface CompletionsOptions {
  agents: ReadonlyMap<AgentName, AgentAdapter>;
  stateOf: (sessionKey: string) => SessionState | null;
  run: Run;
}

interface Named {
  name: string;
  at: number;
  list: Promise<readonly Completion[]>;
}

/** What can stand behind a trigger in a prompt. Looked up when somebody asks, and at no other time. */
export class Completions {
  readonly #options: CompletionsOptions;
  readonly #files: ProjectFiles;
  /** The list that was asked for last: whoever types asks for the same again and again. */
  #last: Named | null = null;

  constructor(options: CompletionsOptions) {
    this.#options = options;
    this.#files = new ProjectFiles(options.run);
  }

  async of(key: string, { trigger, text, limit }: CompletionQuery): Promise<CompletionReply> {
    const state = this.#options.stateOf(key);
    if (state === null) throw new UserError({ code: 'session_unknown', message: `There is no session ${key}.` });
    const of = this.#options.agents.get(state.ref.agent)?.completions;
    if (of === undefined) return { triggers: [], items: [], more: false };
    const dir = dirOf(state);
    const triggers = of.triggers.filter((one) => one !== '@' || dir !== null);
    if (!triggers.includes(trigger)) return { triggers, items: [], more: false };
    const found =
      trigger === '@'
        ? await this.#filesOf(of, dir ?? '', text, limit)
        : await this.#namedOf(of, state, trigger, text, limit);
    return { triggers, ...found };
  }

  dispose(): void {
    this.#files.dispose();
  }

  async #namedOf(
    of: AgentCompletions,
    state: SessionState,
    trigger: '/' | '$',
    text: string,
    limit: number,
  ): Promise<Omit<CompletionReply, 'triggers'>> {
    const name = `${trigger} ${state.key}`;
    if (this.#last?.name !== name || performance.now() - this.#last.at > FRESH_MS) {
      this.#last = { name, at: performance.now(), list: of.named({ ref: state.ref, dir: dirOf(state) }, trigger) };
    }
    const wanted = text.toLowerCase();
    const fits = (await this.#last.list)
      .filter(({ label }) => label.toLowerCase().includes(wanted))
      .toSorted((a, b) => byName(a.label, b.label, `${trigger}${wanted}`));
    return { items: fits.slice(0, limit), more: fits.length > limit };
  }

  async #filesOf(
    of: AgentCompletions,
    dir: string,
    text: string,
    limit: number,
  ): Promise<Omit<CompletionReply, 'triggers'>> {
    const realDir = await realpath(dir).catch(() => null);
    if (realDir === null) return { items: [], more: false };
    const { paths, complete } = await this.#files.list(realDir, { hidden: asksHidden(text) });
    const items: Completion[] = [];
    for (const path of rankedPaths(paths, text)) {
      if (items.length === limit) return { items, more: true };
      const insert = of.mention(path);
      if (insert !== null && (await isWithin(realDir, path))) items.push({ insert, ...shownPath(path) });
    }
    return { items, more: !complete };
  }
}

function dirOf({ facts: { cwd } }: SessionState): string | null {
  return cwd !== undefined && isAbsolute(cwd) ? cwd : null;
}

/** Those that begin with what was typed first, then by the alphabet. */
function byName(a: string, b: string, begin: string): number {
  const begins = (name: string): number => Number(name.toLowerCase().startsWith(begin));
  return begins(b) - begins(a) || a.localeCompare(b, 'en', { sensitivity: 'base' });
}

/** Its name, and the folder it is in. */
function shownPath(path: string): Pick<Completion, 'label' | 'detail'> {
  const at = path.lastIndexOf('/');
  return at === -1 ? { label: path } : { label: path.slice(at + 1), detail: path.slice(0, at + 1) };
}
