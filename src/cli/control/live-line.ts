/** One line on a terminal that is written anew; nothing at all where there is no terminal. */
export class LiveLine {
  readonly #out: NodeJS.WriteStream;
  #shown = '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  get isLive(): boolean {
    return this.#out.isTTY === true;
  }

  show(text: string): void {
    if (!this.isLive) return;
    const fitting = cutTo(text, Math.max(10, (this.#out.columns ?? 80) - 1));
    if (fitting === this.#shown) return;
    this.#out.write(`\r\u001b[2K${fitting}`);
    this.#shown = fitting;
  }

  /** Takes it away, so that something else can be printed. */
  clear(): void {
    if (this.#shown === '') return;
    this.#out.write('\r\u001b[2K');
    this.#shown = '';
  }
}

/** Where letters begin that may take two columns (Hangul, CJK, emoji); some that take one are cut too early. */
const WIDE_FROM = 0x1100;

function cutTo(text: string, columns: number): string {
  let width = 0;
  let shown = '';
  for (const char of text) {
    width += (char.codePointAt(0) ?? 0) < WIDE_FROM || '·…’'.includes(char) ? 1 : 2;
    if (width > columns) return shown;
    shown += char;
  }
  return shown;
}
