/** One character of a screen row with what matters of its rendition. */
export interface Cell {
  char: string;
  dim: boolean;
  inverse: boolean;
}

// oxlint-disable-next-line no-control-regex -- the point is to read escape sequences
const TOKEN = /\x1b\[([0-9;:]*)m|\x1b\[[0-9;:?]*[A-Za-ln-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|(.)/gsu;

/** Carried from row to row: multiplexers write a rendition once and let it run on. */
export interface Rendition {
  dim: boolean;
  inverse: boolean;
}

/** Reads a row with SGR sequences; everything but dim (SGR 2) and inverse (SGR 7) is ignored. */
export function readRow(row: string, start: Rendition): { cells: Cell[]; end: Rendition } {
  const cells: Cell[] = [];
  let now = start;
  for (const match of row.matchAll(TOKEN)) {
    const [, sgr, char] = match;
    if (sgr !== undefined) now = applySgr(now, sgr);
    else if (char !== undefined) cells.push({ char, ...now });
  }
  return { cells, end: now };
}

/** All rows of a screen, the rendition running on from one to the next. */
export function readRows(rows: readonly string[]): Cell[][] {
  let rendition: Rendition = { dim: false, inverse: false };
  return rows.map((row) => {
    const { cells, end } = readRow(row, rendition);
    rendition = end;
    return cells;
  });
}

export function textOf(cells: readonly Cell[]): string {
  return cells.map(({ char }) => char).join('');
}

function applySgr(before: Rendition, parameters: string): Rendition {
  let now = before;
  const codes = parameters === '' ? ['0'] : parameters.split(';');
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i];
    if (code === '38' || code === '48' || code === '58') i += codes[i + 1] === '5' ? 2 : 4;
    else if (code === '' || code === '0') now = { dim: false, inverse: false };
    else if (code === '2') now = { ...now, dim: true };
    else if (code === '22') now = { ...now, dim: false };
    else if (code === '7') now = { ...now, inverse: true };
    else if (code === '27') now = { ...now, inverse: false };
  }
  return now;
}
