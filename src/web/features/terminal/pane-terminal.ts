import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { PaneScreen } from '../../../contract/screen.ts';
import { openTerminal } from './open-terminal.ts';
import { onThemeChange, themeOf } from './palette.ts';

/** Below this the pane is wider than its place, and is scrolled sideways; on a phone it is to be read, not guessed. */
const SMALLEST_PX = matchMedia('(pointer: coarse)').matches ? 11 : 7.5;
/** More would look blown up. */
const LARGEST_PX = 13;
/** It is not made smaller than this to save scrolling. */
const LEGIBLE_PX = 9;

export interface PaneTerminalOptions {
  host: HTMLElement;
  /** Name of its input for who cannot see it. */
  label: string;
  /** Keys, as a terminal sends them; only while input is on. */
  onData: (data: string) => void;
  /** The key that ends typing was pressed. */
  onLeave: () => void;
}

/** Draws a pane as it is, in as many columns and rows; takes keys only while it is told to. */
export class PaneTerminal {
  readonly #terminal: Terminal;
  readonly #host: HTMLElement;
  readonly #cleanup: (() => void)[] = [];
  #widthOfPx: number;
  /** Column of the cursor; null: none is shown. */
  #cursorAt: number | null = null;

  constructor({ host, label, onData, onLeave }: PaneTerminalOptions) {
    Terminal.strings.promptLabel = label;
    const { fontFamily } = getComputedStyle(host);
    this.#host = host;
    this.#widthOfPx = characterWidth(fontFamily);
    this.#terminal = new Terminal({
      allowProposedApi: false,
      cols: 80,
      rows: 24,
      scrollback: 0,
      disableStdin: true,
      fontFamily,
      fontSize: LARGEST_PX,
      fontWeight: 400,
      fontWeightBold: 600,
      cursorBlink: false,
      cursorInactiveStyle: 'outline',
      minimumContrastRatio: 4.5,
      drawBoldTextInBrightColors: false,
      theme: themeOf(host),
    });
    openTerminal(this.#terminal, host);
    this.#takeNoKeys();
    this.#terminal.onData(onData);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#mayHandle(event, onLeave));
    const sizes = new ResizeObserver(() => this.#fit());
    if (host.parentElement !== null) sizes.observe(host.parentElement);
    this.#cleanup.push(
      onThemeChange(() => {
        this.#terminal.options.theme = themeOf(host);
      }),
      () => sizes.disconnect(),
      () => this.#terminal.dispose(),
    );
    // The page's own font may come a moment later.
    void document.fonts.ready.then(() => {
      this.#widthOfPx = characterWidth(fontFamily);
      this.#fit();
    });
  }

  show({ cols, rows, cursor }: PaneScreen): void {
    if (cols !== this.#terminal.cols || rows.length !== this.#terminal.rows) {
      this.#terminal.resize(Math.max(2, cols), Math.max(1, rows.length));
      this.#fit();
    }
    const place = cursor === undefined ? '\x1b[?25l' : `\x1b[${cursor.y + 1};${cursor.x + 1}H\x1b[?25h`;
    // No wrapping: a row is as long as it is, whatever the width of its characters is thought to be.
    const drawn = rows.map((row, index) => `\x1b[${index + 1};1H${row}`).join('');
    this.#terminal.write(`\x1b[?7l\x1b[0m\x1b[2J${drawn}\x1b[0m${place}`);
    this.#cursorAt = cursor?.x ?? null;
    this.#followCursor();
  }

  /** Takes the keys, and the focus. */
  takeKeys(): void {
    this.#terminal.options.disableStdin = false;
    this.#terminal.options.cursorBlink = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const { textarea } = this.#terminal;
    if (textarea !== undefined) textarea.tabIndex = 0;
    textarea?.removeAttribute('aria-hidden');
    this.#fit();
    this.#terminal.focus();
    this.#followCursor();
  }

  leaveKeys(): void {
    this.#takeNoKeys();
    this.#terminal.blur();
  }

  dispose(): void {
    for (const clean of this.#cleanup) clean();
  }

  /** While somebody types, the place that is typed into stays in sight; who only reads is not moved. */
  #followCursor(): void {
    const view = this.#host.parentElement;
    if (view === null || this.#cursorAt === null || this.#terminal.options.disableStdin === true) return;
    const column = this.#host.offsetWidth / this.#terminal.cols;
    const x = this.#cursorAt * column;
    const isInSight = x >= view.scrollLeft && x + column <= view.scrollLeft + view.clientWidth;
    if (!isInSight) view.scrollLeft = Math.max(0, x - view.clientWidth / 2);
  }

  /** Its field is no stop of the Tab key then. */
  #takeNoKeys(): void {
    this.#terminal.options.disableStdin = true;
    this.#terminal.options.cursorBlink = false;
    const { textarea } = this.#terminal;
    if (textarea !== undefined) textarea.tabIndex = -1;
    textarea?.setAttribute('aria-hidden', 'true');
  }

  /** False: the key is left to the page and the browser. */
  #mayHandle(event: KeyboardEvent, onLeave: () => void): boolean {
    if (this.#terminal.options.disableStdin === true) return false;
    const isCopy = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
    if (isCopy && this.#terminal.hasSelection()) return false;
    // The browser then gives the text to the field, which passes it on whole.
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v') return false;
    if (event.key !== 'F6') return true;
    event.preventDefault();
    if (event.type === 'keydown') onLeave();
    return false;
  }

  /** As large as the width allows, and, where it stays legible, the height. */
  #fit(): void {
    const place = this.#host.parentElement?.clientWidth ?? 0;
    if (place === 0 || this.#widthOfPx === 0) return;
    const wide = place / (this.#terminal.cols * this.#widthOfPx);
    const high = this.#heightLeft() / (this.#terminal.rows * ROW_OF_PX);
    this.#size(Math.min(wide, Math.max(high, LEGIBLE_PX), LARGEST_PX));
    // Some machines draw small type in whole pixels: then a character is wider than its part of a large one.
    for (let tries = 0; tries < TRIES && this.#host.offsetWidth > place; tries += 1)
      this.#size((Number(this.#terminal.options.fontSize) * place) / this.#host.offsetWidth - STEP_PX);
  }

  #size(exact: number): void {
    const size = Math.max(SMALLEST_PX, Math.floor(exact / STEP_PX) * STEP_PX);
    if (size !== this.#terminal.options.fontSize) this.#terminal.options.fontSize = size;
  }

  /** From its upper edge to the lower one of what it is scrolled in. */
  #heightLeft(): number {
    const scrolled = this.#host.closest('[role=tabpanel]');
    if (scrolled === null) return Infinity;
    const above = this.#host.getBoundingClientRect().top - scrolled.getBoundingClientRect().top + scrolled.scrollTop;
    return scrolled.clientHeight - above - BELOW_PX;
  }
}

/** Sizes are this far from each other, px. */
const STEP_PX = 0.05;
const TRIES = 4;

/** Height of a row at 1 px of type, and what stands below the rows. */
const ROW_OF_PX = 1.36;
const BELOW_PX = 44;

/** Width of a character of this font at 1 px. */
function characterWidth(fontFamily: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  context.font = `100px ${fontFamily}`;
  return context.measureText('W').width / 100;
}
