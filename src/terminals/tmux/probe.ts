import type { Run } from '../../ports/subprocess.ts';
import type { TerminalProbe } from '../../ports/terminal.ts';
import { isAtLeast, noStartVersion, oldestVersion, parseVersion, type TmuxVersion } from './version.ts';

export interface TmuxBinary {
  probe: TerminalProbe;
  /** null: not there, or not usable. */
  version: TmuxVersion | null;
}

/** Asks the tmux program what it is. Touches no server. */
export async function probeBinary({
  run,
  bin,
  timeoutMs,
}: {
  run: Run;
  bin: string;
  timeoutMs: number;
}): Promise<TmuxBinary> {
  const result = await run(bin, ['-V'], { timeoutMs });
  if (result.outcome === 'not_started') {
    return unusable(`${bin} was not found (${result.code}). Install tmux, or name its program in AMC's settings.`);
  }
  if (result.outcome !== 'exited') return unusable(`${bin} -V did not answer (${result.outcome}).`);
  const version = parseVersion(result.stdout);
  if (!version)
    return unusable(`${bin} -V said ${JSON.stringify(result.stdout.trim().slice(0, 80))}, which names no version.`);
  if (!isAtLeast(version, oldestVersion)) {
    return unusable(
      `tmux ${version.text} is too old; ${oldestVersion.major}.${oldestVersion.minor} is the oldest AMC can use.`,
    );
  }
  const detail = isAtLeast(version, noStartVersion)
    ? `tmux ${version.text}`
    : `tmux ${version.text}; AMC is tested with ${noStartVersion.major}.${noStartVersion.minor} and newer.`;
  return { probe: { available: true, version: version.text, detail }, version };
}

function unusable(detail: string): TmuxBinary {
  return { probe: { available: false, detail }, version: null };
}
