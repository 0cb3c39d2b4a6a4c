/* oxlint-disable no-control-regex -- what programs write to a terminal is made of control characters */
const TITLE = /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g;
const SEQUENCE = /\x1b\[([\d;?<>=]*)[ -/]*([@-~])|\x1b[()][0-9A-Za-z]|\x1b[=>78M]/g;
const OTHER_CONTROLS = /[\x00-\x09\x0b-\x1f]/g;

/**
 * What a program wrote to its terminal, as words and lines in the order of writing. Not what a person would see:
 * what was overwritten is still there. Moves along a row become a space, moves to another row a line break.
 */
export function roughText(output: string): string {
  let row = '';
  return output
    .replace(TITLE, '')
    .replace(SEQUENCE, (_, parameters: string | undefined, final: string | undefined) => {
      if (final === 'C' || final === 'G') return ' ';
      if (final === 'H' || final === 'f' || final === 'd') {
        const previous = row;
        row = parameters?.split(';')[0] ?? '';
        return row === previous ? ' ' : '\n';
      }
      return final !== undefined && 'ABEF'.includes(final) ? '\n' : '';
    })
    .replace(OTHER_CONTROLS, '')
    .replace(/ +/g, ' ');
}
