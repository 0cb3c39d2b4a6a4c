/** `/bin/bash -lc 'inner'`: Codex runs commands through the user's login shell. */
const IN_SHELL = /^\S*\b(?:ba|z|da|fi|k)?sh -l?c ([\s\S]+)$/;

/** The command as the agent wrote it, without the shell Codex wraps around it; unchanged when it is not wrapped so. */
export function innerCommand(command: string): string {
  const wrapped = IN_SHELL.exec(command)?.[1];
  return wrapped === undefined ? command : (unquoted(wrapped) ?? command);
}

const LINE_LENGTH = 120;

/** The first line that says something, cut for a one-line place. */
export function firstLine(text: string, length: number = LINE_LENGTH): string {
  const line =
    text
      .split('\n')
      .find((candidate) => candidate.trim() !== '')
      ?.trim() ?? '';
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Undoes POSIX quoting of exactly one word; null when the text is not one word. */
function unquoted(text: string): string | null {
  let word = '';
  for (let at = 0; at < text.length;) {
    const part = PART.exec(text.slice(at));
    if (part === null) return null;
    const [whole, single, double, plain] = part;
    word += single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? plain?.replace(/^\\/, '') ?? '';
    at += whole.length;
  }
  return word;
}

const PART = /^(?:'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|(\\[\s\S]|[^\s'"\\|&;<>()$`]+))/;
