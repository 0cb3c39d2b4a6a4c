/** One word of a command. `quoted`: some of it stood in quotes, so it is more likely a text than a name. */
export interface Word {
  text: string;
  quoted: boolean;
  /** What is run to make it: `$(…)`, backticks, `<(…)`. */
  runs: readonly SimpleCommand[];
}

/** One simple command of a shell line. */
export interface SimpleCommand {
  words: readonly Word[];
  /** What it writes to, by `>` or `>>`. */
  writesTo: readonly string[];
  /** The command whose output it reads, by `|`; null: none. */
  pipedFrom: SimpleCommand | null;
}

/** Longer lines are looked at up to here. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 4;

/**
 * The simple commands of a shell line, those in `$(…)` and backticks too. Good enough to point a person at what a line
 * does: it follows quotes, comments, pipes, redirections and here-documents, and runs nothing.
 */
export function shellCommands(line: string, depth = 0): readonly SimpleCommand[] {
  return depth > MAX_DEPTH ? [] : new Reader(line.slice(0, MAX_LENGTH), depth).read();
}

class Reader {
  readonly #text: string;
  readonly #depth: number;
  readonly #found: SimpleCommand[] = [];
  #at = 0;
  #words: Word[] = [];
  #writesTo: string[] = [];
  #word: Word | null = null;
  #previous: SimpleCommand | null = null;
  /** What the next word is: the file that is written to or read from, or the end mark of a here-document. */
  #expects: 'write' | 'read' | 'heredoc' | null = null;
  #heredocs: string[] = [];

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  read(): readonly SimpleCommand[] {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at));
    this.#endCommand(false);
    return this.#found;
  }

  #step(char: string): void {
    switch (char) {
      case "'":
        return this.#singleQuoted();
      case '"':
        return this.#doubleQuoted();
      case '\\':
        this.#add(this.#text.charAt(this.#at + 1).replace('\n', ''), false);
        this.#at += 2;
        return;
      case '`':
        return this.#substitution('`', this.#at + 1);
      case '$':
        return this.#text.charAt(this.#at + 1) === '(' ? this.#substitution(')', this.#at + 2) : this.#plain(char);
      case '#':
        return this.#word === null ? this.#comment() : this.#plain(char);
      case ' ':
      case '\t':
        this.#at += 1;
        return this.#endWord();
      case '\n':
        this.#at += 1;
        this.#endCommand(false);
        return this.#skipHeredocs();
      case '|':
        return this.#operator(this.#text.startsWith('||', this.#at) ? 2 : 1, true);
      case '&':
        return this.#ampersand();
      case ';':
      case '(':
      case ')':
        return this.#operator(1, false);
      case '>':
      case '<':
        return this.#text.charAt(this.#at + 1) === '('
          ? this.#substitution(')', this.#at + 2)
          : this.#redirection(char);
      default:
        return this.#plain(char);
    }
  }

  #plain(char: string): void {
    this.#add(char, false);
    this.#at += 1;
  }

  #add(text: string, quoted: boolean, runs: readonly SimpleCommand[] = []): void {
    const before = this.#word ?? { text: '', quoted: false, runs: [] };
    this.#word = {
      text: before.text + text,
      quoted: quoted || before.quoted,
      runs: runs.length === 0 ? before.runs : [...before.runs, ...runs],
    };
  }

  #singleQuoted(): void {
    const end = this.#text.indexOf("'", this.#at + 1);
    const to = end === -1 ? this.#text.length : end;
    this.#add(this.#text.slice(this.#at + 1, to), true);
    this.#at = to + 1;
  }

  /** What is substituted in double quotes runs all the same. */
  #doubleQuoted(): void {
    this.#at += 1;
    this.#add('', true);
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at);
      if (char === '"') break;
      if (char === '\\') {
        this.#add(this.#text.charAt(this.#at + 1), true);
        this.#at += 2;
      } else if (char === '`') this.#substitution('`', this.#at + 1);
      else if (this.#text.startsWith('$(', this.#at)) this.#substitution(')', this.#at + 2);
      else {
        this.#add(char, true);
        this.#at += 1;
      }
    }
    this.#at += 1;
  }

  #substitution(close: '`' | ')', from: number): void {
    const end = close === '`' ? this.#text.indexOf('`', from) : endOfParens(this.#text, from);
    const to = end === -1 ? this.#text.length : end;
    const runs = shellCommands(this.#text.slice(from, to), this.#depth + 1);
    this.#found.push(...runs);
    this.#add('$(…)', true, runs);
    this.#at = to + 1;
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #operator(length: number, isPipe: boolean): void {
    this.#endCommand(isPipe && length === 1);
    this.#at += length;
  }

  /** `&>` and `>&` redirect; `&` and `&&` end a command. */
  #ampersand(): void {
    if (this.#text.charAt(this.#at + 1) === '>') {
      this.#at += 1;
      return;
    }
    this.#operator(this.#text.startsWith('&&', this.#at) ? 2 : 1, false);
  }

  #redirection(char: '>' | '<'): void {
    // A number before it is a file descriptor, no word.
    if (this.#word !== null && /^\d$/.test(this.#word.text)) this.#word = null;
    this.#endWord();
    const rest = this.#text.slice(this.#at);
    const [sign = char] = /^(?:<<<|<<-?|>>|>\||[<>]&?)/.exec(rest) ?? [];
    this.#at += sign.length;
    if (sign === '<<' || sign === '<<-') this.#expects = 'heredoc';
    else this.#expects = char === '>' && !sign.endsWith('&') ? 'write' : 'read';
  }

  #endWord(): void {
    const word = this.#word;
    this.#word = null;
    if (word === null) return;
    if (this.#expects === 'write') this.#writesTo.push(word.text);
    else if (this.#expects === 'heredoc') this.#heredocs.push(word.text);
    else if (this.#expects === null) this.#words.push(word);
    this.#expects = null;
  }

  #endCommand(isPiped: boolean): void {
    this.#endWord();
    this.#expects = null;
    const command = { words: this.#words, writesTo: this.#writesTo, pipedFrom: this.#previous };
    const isSomething = this.#words.length > 0 || this.#writesTo.length > 0;
    if (isSomething) this.#found.push(command);
    this.#previous = isPiped && isSomething ? command : null;
    this.#words = [];
    this.#writesTo = [];
  }

  /** Their lines are text for a program, up to the one that holds the end mark alone. */
  #skipHeredocs(): void {
    for (const mark of this.#heredocs) {
      const end = new RegExp(`^\\t*${mark.replaceAll(/[^\w]/g, '\\$&')}$`, 'm').exec(this.#text.slice(this.#at));
      this.#at = end === null ? this.#text.length : this.#at + end.index + end[0].length;
    }
    this.#heredocs = [];
  }
}

function endOfParens(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === '(') open += 1;
    if (text.charAt(at) === ')') open -= 1;
    if (open === 0) return at;
  }
  return -1;
}
