const TOKENS =
  // oxlint-disable-next-line no-control-regex -- the control bytes are what is looked for
  /(\x1b\[[0-9;:]*m)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[\u0000-\u001f\u007f-\u009f]/g;

/** A row of a terminal with nothing left in it but text and SGR sequences: whoever draws it can be told nothing else. */
export function onlyColours(row: string): string {
  return row.replace(TOKENS, (_, sgr: string | undefined) => sgr ?? '');
}
