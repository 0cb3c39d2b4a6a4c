import type { Terminal } from '@xterm/xterm';

/**
 * xterm writes its rules into `<style>` elements and true colours into `style` attributes. The page's Content-Security-
 * Policy takes neither, and stays as it is: while xterm opens it is given stand-ins that put the rules into adopted style
 * sheets, and colours are set through the style's own interface. Both are no inline styles to the policy.
 */
export function openTerminal(terminal: Terminal, host: HTMLElement): void {
  const create = document.createElement.bind(document);
  const standIn = (name: string, options?: ElementCreationOptions): HTMLElement =>
    name === 'style' ? sheetElement(create('div')) : create(name, options);
  document.createElement = standIn as typeof document.createElement;
  try {
    terminal.open(host);
  } finally {
    // The method of every document shows again.
    Reflect.deleteProperty(document, 'createElement');
  }
  const rows = rowFactoryOf(terminal);
  if (rows === null) throw new Error('Expected xterm to have a row factory where version 6 has it');
  rows._addStyle = (element, style) => {
    element.style.cssText += `;${style}`;
  };
}

/** Half of a colour is not legible; `peek.css` says what dim text looks like. */
const DIM_RULE = /[^{}]*\.xterm-dim[^{}]*\{[^}]*\}/g;

/** An element that shows nothing: its text becomes a sheet of the document, and goes with it. */
function sheetElement(element: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet();
  element.hidden = true;
  Object.defineProperty(element, 'textContent', {
    set: (rules: string) => {
      sheet.replaceSync(rules.replace(DIM_RULE, ''));
      if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
    },
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
}

interface RowFactory {
  _addStyle: (element: HTMLElement, style: string) => void;
}

/** Not public in xterm; the pictures and tests of the panel fail when it moves. */
function rowFactoryOf(terminal: Terminal): RowFactory | null {
  const core: unknown = Reflect.get(terminal, '_core');
  const found = ['_renderService', '_renderer', 'value', '_rowFactory'].reduce<unknown>(
    (place, name) => (typeof place === 'object' && place !== null ? Reflect.get(place, name) : null),
    core,
  );
  return isRowFactory(found) ? found : null;
}

function isRowFactory(value: unknown): value is RowFactory {
  return typeof value === 'object' && value !== null && '_addStyle' in value && typeof value._addStyle === 'function';
}
