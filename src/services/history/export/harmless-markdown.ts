import { plainText } from './plain-text.ts';

/** Only at the margin: an indented one may be in a list, and end where that does. */
const OPENING = /^(`{3,}|~{3,})(.*)$/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})\s*$/;

/**
 * Markdown as it was written, but outside of code nothing is HTML or an image, and a fence that was left open is closed.
 * Where it is not sure that something is code, it is none.
 */
export function harmlessMarkdown(text: string): string {
  const out: string[] = [];
  let fence: string | null = null;
  // A code span may reach over lines: after a backtick without its partner, no line of the paragraph is trusted.
  let open = false;
  for (const line of plainText(text).split('\n')) {
    const [, run, rest = ''] = OPENING.exec(line) ?? [];
    if (fence !== null) {
      if (CLOSING.exec(line)?.[1]?.startsWith(fence) === true) fence = null;
      out.push(line);
    } else if (run !== undefined && !(run.startsWith('`') && rest.includes('`'))) {
      fence = run;
      open = false;
      out.push(line);
    } else {
      if (line.trim() === '') open = false;
      const shown = harmlessLine(line, open);
      open = shown.open;
      out.push(shown.text);
    }
  }
  if (fence !== null) out.push(fence);
  return out.join('\n');
}

/** A backslash takes the meaning of what it stands before; runs of backticks open and close spans of code. */
const TOKEN = /\\[\s\S]|`+|[^\\`]+|\\/g;

function harmlessLine(line: string, open: boolean): { text: string; open: boolean } {
  const tokens = line.match(TOKEN) ?? [];
  let text = '';
  let unpaired = open;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    if (!token.startsWith('`')) {
      text += escaped(token);
      continue;
    }
    const end = unpaired ? -1 : closing(tokens, index);
    if (end === -1) {
      unpaired = true;
      text += token;
      continue;
    }
    text += tokens.slice(index, end + 1).join('');
    index = end;
  }
  return { text, open: unpaired };
}

/** Where the span ends that begins at `index`. In it a backslash means nothing, so that none is followed. */
function closing(tokens: readonly string[], index: number): number {
  const end = tokens.findIndex((token, at) => at > index && token === tokens[index]);
  const escapes = tokens.slice(index, end).some((token) => token.startsWith('\\'));
  return escapes ? -1 : end;
}

function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('![', '\\!\\[');
}
