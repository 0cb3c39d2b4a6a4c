import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

/** What was said to one question: labels as typed, own words, a remark. */
export interface AnswerPart {
  chosen: string[];
  text?: string;
  note?: string;
}

/**
 * Answers as they stand on the command line, by the question's place from 0. `--q` says to which question the options
 * behind it belong; words without an option are answers in order, from the question of a `--q` that has nothing of its
 * own.
 */
export class AnswerParts {
  readonly #parts = new Map<number, AnswerPart>();
  #current = 0;
  /** The question of a `--q` behind which nothing has come. */
  #bare: number | null = null;

  /** Adds the options that are read into it. */
  addTo(command: Command): Command {
    return command
      .option('--q <n>', 'the question that what comes next belongs to (default: the first)', (text) =>
        this.#goTo(text),
      )
      .option('--choose <option>', 'an option, by its label or number (repeatable)', (text) =>
        this.#add({ chosen: text }),
      )
      .option('--text <words>', 'an answer in your own words', (text) => this.#add({ text }))
      .option('--note <words>', 'a remark beside the answer', (text) => this.#add({ note: text }));
  }

  /** All of it, with the words that came without an option. */
  with(words: readonly string[]): ReadonlyMap<number, AnswerPart> {
    const from = this.#bare ?? 0;
    for (const [index, word] of words.entries()) this.#part(from + index).chosen.push(word);
    return this.#parts;
  }

  #goTo(text: string): string {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1) {
      throw new InvalidArgumentError(`Expected the number of a question, got ${text}.`);
    }
    this.#current = number - 1;
    this.#bare = this.#current;
    return text;
  }

  #add({ chosen, text, note }: { chosen?: string; text?: string; note?: string }): string {
    const part = this.#part(this.#current);
    if (chosen !== undefined) part.chosen.push(chosen);
    if (text !== undefined) part.text = text;
    if (note !== undefined) part.note = note;
    if (note === undefined) this.#bare = null;
    return '';
  }

  #part(index: number): AnswerPart {
    const known = this.#parts.get(index);
    if (known !== undefined) return known;
    const part: AnswerPart = { chosen: [] };
    this.#parts.set(index, part);
    return part;
  }
}
