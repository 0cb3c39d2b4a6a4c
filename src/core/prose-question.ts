/** A longer question is shown from the first sentence that begins in its last so many characters. */
const MAX_LENGTH = 500;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LIST_ITEM = /^ {0,3}(?:[-*+•]|\(?(?:\d{1,2}|[A-Za-z])[.)])\s/;
/** What may stand behind a question mark: emphasis, closing quotes and brackets, emoji. */
const BEHIND = /(?:[\s*_~"'”’»“)\]』」）]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200D|\uFE0F)+$/u;
const MARKS = /[?？؟⁇⁈⁉‽՞፧\u037E][!！]?$/u;
/** Languages that ask without a mark of their own, or with one that others use for other things. */
const UNMARKED = [
  /\p{Script=Greek}[»"]?;$/u,
  /՞[^։?]*։$/u,
  /(?:ます|です|ません|ました|でした|でしょう)か[。.]?$/u,
  /[吗嗎][。.]?$/u,
];

/**
 * The question that a message ends with, if it ends by asking: its last paragraph. A list of options and a block of
 * code may follow it. No question: marks in code, in quoted lines, at the end of an address, in a heading; and words
 * that ask without asking (`Let me know if …`).
 */
export function proseQuestion(message: string): string | null {
  const blocks = paragraphs(message);
  if (blocks.at(-1)?.isCode === true) blocks.pop();
  const last = blocks.at(-1);
  if (last === undefined || last.isCode) return null;
  if (asks(last.lines.at(-1) ?? '')) return shortened(last.lines.join('\n'));
  return beforeOptions(blocks);
}

interface Paragraph {
  lines: string[];
  isCode: boolean;
}

/** Stretches of text between blank lines; a fenced block is one, whatever it holds. */
function paragraphs(message: string): Paragraph[] {
  const found: Paragraph[] = [];
  let fence: string | null = null;
  let isNew = true;
  for (const line of message.split(/\r?\n/)) {
    const mark = FENCE.exec(line)?.[1];
    const opens = fence === null && mark !== undefined;
    const closes = fence !== null && mark?.startsWith(fence) === true;
    if (fence === null && line.trim() === '') isNew = true;
    else if (opens || isNew) found.push({ lines: [line], isCode: opens });
    else found.at(-1)?.lines.push(line);
    if (opens) fence = mark;
    if (closes) fence = null;
    if (line.trim() !== '') isNew = closes;
  }
  return found;
}

/** `Which one?` and a list of what there is to choose from. */
function beforeOptions(blocks: readonly Paragraph[]): string | null {
  const first = blocks.findLastIndex(({ lines }) => !LIST_ITEM.test(lines[0] ?? ''));
  const before = blocks[first];
  if (before === undefined || before.isCode) return null;
  const item = before.lines.findIndex((line) => LIST_ITEM.test(line));
  const hasList = item > 0 || first < blocks.length - 1;
  const asked = item > 0 ? before.lines.slice(0, item) : before.lines;
  const line = asked.at(-1) ?? '';
  // `**What changed?**` above a list is a heading.
  if (!hasList || !asks(line) || (asked.length === 1 && /^\s*(\*\*|__).*\1\s*$/.test(line))) return null;
  return shortened(
    blocks
      .slice(first)
      .map(({ lines }) => lines.join('\n'))
      .join('\n\n'),
    'start',
  );
}

function asks(line: string): boolean {
  if (/^\s*(>|#{1,6}\s)/.test(line)) return false;
  const end = line.replace(BEHIND, '');
  if (/\bhttps?:\/\/\S*$/.test(end)) return false;
  return MARKS.test(line.trimEnd()) || MARKS.test(end) || UNMARKED.some((pattern) => pattern.test(end));
}

function shortened(paragraph: string, keep: 'start' | 'end' = 'end'): string {
  const text = paragraph.trim();
  if (text.length <= MAX_LENGTH) return text;
  if (keep === 'start') return `${text.slice(0, MAX_LENGTH - 1)}…`;
  const tail = text.slice(-MAX_LENGTH);
  const sentence = tail.indexOf('. ');
  return sentence === -1 ? tail : tail.slice(sentence + 2);
}
