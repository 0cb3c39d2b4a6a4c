import type { UsageRow } from '../../../contract/usage.ts';

const COLUMNS = [
  'day',
  'agent',
  'project',
  'model',
  'responses',
  'input',
  'output',
  'cache_read',
  'cache_write',
  'cost_usd',
];

/** Rows as CSV (RFC 4180). A cost that is not known is empty, never 0. */
export function csvOf(rows: readonly UsageRow[]): string {
  const lines = rows.map(({ day = '', agent = '', project = '', model = '', responses, tokens, cost }) =>
    [
      day,
      agent,
      project,
      model,
      responses,
      tokens.input,
      tokens.output,
      tokens.cacheRead,
      tokens.cacheWrite,
      cost ?? '',
    ]
      .map((cell) => quoted(String(cell)))
      .join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

/** A text that a spreadsheet would take for a formula is made harmless. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
