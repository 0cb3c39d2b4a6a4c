import type { CompletionTrigger } from '../../../../contract/completion.ts';

/** The word at the caret that begins with a trigger. */
export interface TypedToken {
  trigger: CompletionTrigger;
  /** Where the trigger stands, and where its word ends. */
  start: number;
  end: number;
  /** What was typed behind the trigger, up to the caret. */
  text: string;
}

/** Only words are looked at, however long the text is. */
const LOOK_BACK = 300;
const AT_CARET = /(?:^|\s)(@"[^"\n]*|@[^\s"]*|\/[^\s/]*|\$[^\s$]*)$/;

/** null: no trigger at the beginning or behind a blank stands before the caret, or its word is over. */
export function tokenAt(value: string, caret: number): TypedToken | null {
  const from = Math.max(0, caret - LOOK_BACK);
  // What is cut off must not seem to be the beginning.
  const before = `${from > 0 ? (value[from - 1] ?? '') : ''}${value.slice(from, caret)}`;
  const word = AT_CARET.exec(before)?.[1];
  const trigger = word?.[0];
  if (word === undefined || (trigger !== '/' && trigger !== '$' && trigger !== '@')) return null;
  const rest = /^\S*/.exec(value.slice(caret))?.[0].length ?? 0;
  return { trigger, start: caret - word.length, end: caret + rest, text: word.slice(word[1] === '"' ? 2 : 1) };
}

/** The text with the completion in the place of the word, a blank behind it, and where the caret stands then. */
export function completed(value: string, { start, end }: TypedToken, insert: string): { value: string; caret: number } {
  const rest = value.slice(end);
  const blank = /^[ \t]/.test(rest) ? '' : ' ';
  return { value: `${value.slice(0, start)}${insert}${blank}${rest}`, caret: start + insert.length + 1 };
}
