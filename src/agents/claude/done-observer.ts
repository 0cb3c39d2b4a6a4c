import type { DoneAction, SessionFacts } from '../../core/observation.ts';
import { blocksOf, text, textsOf, type TranscriptRecord } from './record.ts';
import type { Tell } from './tell.ts';

export interface DoneObserverOptions {
  tell: Tell;
  /** The conversation begins after a `/clear`: the session before it was cleared. */
  onCleared?: (at: number) => void;
}

/** How a session stands, as far as its records have said. */
export interface Settings {
  mode?: string;
  /** As the list of models calls it, e.g. `sonnet`. */
  model?: string;
  effort?: string;
}

const STDOUT = /^<local-command-stdout>([\s\S]*?)(?:<\/local-command-stdout>|$)/;
const MODEL_SET = /^Set model to `?(\w+)([^`\n]*)`?(.*)/;
const EFFORT_SET = /^Set effort level to (\w+)/;

/** Tells what Claude Code wrote down of the actions that end with a state. See FORMAT.md, "What was done". */
export class DoneObserver {
  readonly #options: DoneObserverOptions;
  readonly #settings: Settings = {};
  #title: string | undefined;

  constructor(options: DoneObserverOptions) {
    this.#options = options;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** `first`: the records are old, and prove nothing. Returns what the record says of the session. */
  take(record: TranscriptRecord, at: number, first: boolean): SessionFacts {
    const done = (action: DoneAction, detail: string, value?: string): void => {
      if (first) return;
      const said = value === undefined ? {} : { value };
      this.#options.tell({ type: 'done', source: 'transcript', at, action, ...said, detail: `transcript: ${detail}` });
    };
    const mode = text(record.value.permissionMode);
    if (mode !== undefined && mode !== this.#settings.mode) {
      this.#settings.mode = mode;
      done('mode', `the mode is ${mode}`, mode);
      return { mode };
    }
    switch (record.type) {
      case 'custom-title':
        this.#titled(record.customTitle, done);
        return {};
      case 'system':
        if (record.subtype === 'compact_boundary' && !isAutomatic(record))
          done('compact', 'the conversation was compacted');
        return record.subtype === 'local_command' ? this.#output(text(record.content) ?? '', done) : {};
      case 'user':
        return this.#takeUser(record, at, done);
      default:
        return {};
    }
  }

  /** It is written again with each prompt: only a new one was given. */
  #titled(title: string | undefined, done: (action: DoneAction, detail: string, value?: string) => void): void {
    if (title === undefined || title === this.#title) return;
    this.#title = title;
    done('rename', `its title is "${title}"`, title);
  }

  #takeUser(
    record: TranscriptRecord,
    at: number,
    done: (action: DoneAction, detail: string, value?: string) => void,
  ): SessionFacts {
    if (record.isMeta) return {};
    const [said = ''] = textsOf(blocksOf(record.message?.content));
    if (said.startsWith('<command-name>/clear</command-name>')) this.#options.onCleared?.(at);
    return this.#output(said, done);
  }

  /** What `/model` and `/effort` answered. */
  #output(said: string, done: (action: DoneAction, detail: string, value?: string) => void): SessionFacts {
    const [line = ''] = (STDOUT.exec(said)?.[1] ?? '').split('\n');
    const effort = EFFORT_SET.exec(line)?.[1];
    if (effort !== undefined) return this.#effortSet(effort);
    const [, name, rest = '', how = ''] = MODEL_SET.exec(line) ?? [];
    if (name === undefined) return {};
    const model = name.toLowerCase();
    this.#settings.model = model;
    done('model', line.replaceAll('`', ''), model);
    if (`${rest}${how}`.includes('default)')) done('model', line.replaceAll('`', ''), 'default');
    const withEffort = /with `?(\w+)`? effort/.exec(how)?.[1];
    return withEffort === undefined ? {} : this.#effortSet(withEffort);
  }

  #effortSet(effort: string): SessionFacts {
    this.#settings.effort = effort;
    return { effort };
  }
}

function isAutomatic({ value }: TranscriptRecord): boolean {
  const { compactMetadata: about } = value;
  return typeof about === 'object' && about !== null && 'trigger' in about && about.trigger === 'auto';
}
