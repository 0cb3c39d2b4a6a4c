/** tmux numbers its releases `3.3a`; builds between them say `next-3.5`, OpenBSD's own `openbsd-7.6`. */
export interface TmuxVersion {
  text: string;
  major: number;
  minor: number;
}

/** Older ones lack formats and flags every command here uses. */
export const oldestVersion = { major: 2, minor: 9 };
/** From here on `-N` (never start a server) exists. */
export const noStartVersion = { major: 3, minor: 2 };
/** From here on `paste-buffer` rewrites control characters unless told `-S`. */
export const filteredPasteVersion = { major: 3, minor: 7 };

/**
 * Releases to whose socket AMC speaks, because it was run with them (FORMAT.md, "Frames"). A wrong first message ends a tmux
 * server, so all others are asked through the program.
 */
const knownWire: ReadonlySet<string> = new Set(['3.3a']);

export function speaksKnownWire(version: TmuxVersion): boolean {
  return knownWire.has(version.text);
}

/** Reads `3.3a` and `tmux 3.3a`; null when it holds no version. */
export function parseVersion(output: string): TmuxVersion | null {
  const text = output.trim().replace(/^tmux /, '');
  const match = /^(?:next-)?(\d+)\.(\d+)/.exec(text);
  return match ? { text, major: Number(match[1]), minor: Number(match[2]) } : null;
}

export function isAtLeast(version: { major: number; minor: number }, floor: { major: number; minor: number }): boolean {
  return version.major > floor.major || (version.major === floor.major && version.minor >= floor.minor);
}
