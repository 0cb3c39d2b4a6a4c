import { dirname } from 'node:path';
import type { Run } from '../../ports/subprocess.ts';
import type { TerminalProbe } from '../../ports/terminal.ts';
import type { ServerProcess } from './server.ts';
import { isContractDir, speaksContract } from './sockets.ts';
import { isAtLeast, oldestVersion, parseVersion } from './version.ts';

export interface ProbeOptions {
  run: Run;
  bin: string;
  /** The Zellij servers that run. */
  servers: () => Promise<readonly ServerProcess[]>;
  timeoutMs: number;
}

const floor = oldestVersion.join('.');
const tryIt = 'See whether that works in a terminal.';

/** Asks the `zellij` program what it is, and looks which sessions run; connects to none. */
export async function probeZellij({ run, bin, servers, timeoutMs }: ProbeOptions): Promise<TerminalProbe> {
  const dirs = (await servers()).map(({ socketPath }) => dirname(socketPath));
  const outdated = outdatedNote(dirs.filter((dir) => !isContractDir(dir)).length);
  const reachable = dirs.filter((dir) => speaksContract({ dir })).length;
  const result = await run(bin, ['--version'], { timeoutMs });
  if (result.outcome === 'not_started')
    return withoutProgram(
      `${bin} was not found (${result.code})`,
      reachable,
      `Install Zellij ${floor} or newer to use it.${outdated}`,
    );
  if (result.outcome !== 'exited')
    return withoutProgram(`${bin} --version did not answer (${result.outcome})`, reachable, `${tryIt}${outdated}`);
  const version = parseVersion(result.stdout);
  if (version === null) {
    const said = JSON.stringify(result.stdout.trim().slice(0, 80));
    return withoutProgram(`${bin} --version said ${said}, which names no version`, reachable, `${tryIt}${outdated}`);
  }
  if (isAtLeast(version, oldestVersion))
    return { available: true, version: version.text, detail: `Zellij ${version.text}.${outdated}` };
  return {
    available: false,
    version: version.text,
    detail: `Zellij ${version.text} cannot write to one pane safely. Install ${floor} or newer, then start a new session.`,
  };
}

/** Sessions are reached over their sockets, for which the program is not needed. */
function withoutProgram(what: string, reachable: number, next: string): TerminalProbe {
  if (reachable > 0) return { available: true, detail: `${what}; running sessions are reached over their sockets.` };
  return { available: false, detail: `${what}. ${next}` };
}

function outdatedNote(count: number): string {
  if (count === 0) return '';
  return ` Sessions that an older Zellij runs (${count}) cannot be reached: start them again with the newer one.`;
}
