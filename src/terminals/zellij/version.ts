export interface ZellijVersion {
  text: string;
  numbers: readonly [number, number, number];
}

/** The first that can do everything AMC may ask of Zellij: writes by pane id, listings as JSON, focus by pane id. */
export const oldestVersion: ZellijVersion['numbers'] = [0, 44, 1];

/** Reads `zellij 0.45.0`; null when it holds no version. */
export function parseVersion(output: string): ZellijVersion | null {
  const match = /^zellij (\d+)\.(\d+)\.(\d+)\S*/.exec(output.trim());
  return match
    ? { text: match[0].slice('zellij '.length), numbers: [Number(match[1]), Number(match[2]), Number(match[3])] }
    : null;
}

export function isAtLeast(version: ZellijVersion, floor: ZellijVersion['numbers']): boolean {
  for (const [index, number] of version.numbers.entries()) {
    const least = floor[index] ?? 0;
    if (number !== least) return number > least;
  }
  return true;
}
