import type { ITheme } from '@xterm/xterm';

/** A terminal's own 16 colours, from the page's palette: legible (4.5:1) on the ground they stand on. */
export const ANSI_COLOURS = {
  light: [
    ['#100f0f', '#942822', '#536907', '#7f5d03', '#1a4f8c', '#87285e', '#1c6c66', '#4a4846'],
    ['#66645f', '#af3029', '#596f08', '#876405', '#205ea6', '#a02f6f', '#1f736c', '#100f0f'],
  ],
  dark: [
    ['#938f88', '#e8705f', '#a0af54', '#d0a215', '#66a0c8', '#e47da8', '#5abdac', '#b7b5ac'],
    ['#a8a49d', '#f0897a', '#b6c46f', '#dfb431', '#87b9dc', '#ee9dbe', '#7fd0c1', '#f2f0e5'],
  ],
} as const;

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const BRIGHT = [
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const;

/** The theme of a terminal that stands on `host`: its ground and ink are the element's. */
export function themeOf(host: Element): ITheme {
  const { backgroundColor: background, color: foreground } = getComputedStyle(host);
  const [normal, bright] = ANSI_COLOURS[isDark() ? 'dark' : 'light'];
  return {
    background,
    foreground,
    cursor: foreground,
    cursorAccent: background,
    selectionBackground: isDark() ? '#403e3c' : '#cecdc3',
    ...Object.fromEntries(NAMES.map((name, index) => [name, normal[index]])),
    ...Object.fromEntries(BRIGHT.map((name, index) => [name, bright[index]])),
  };
}

/** Calls back when the page takes on its other colours. */
export function onThemeChange(changed: () => void): () => void {
  const system = matchMedia(DARK);
  const chosen = new MutationObserver(changed);
  system.addEventListener('change', changed);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', changed);
    chosen.disconnect();
  };
}

const DARK = '(prefers-color-scheme: dark)';

function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia(DARK).matches : theme === 'dark';
}
