import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HOME_PREFIX, OWNER_FILE } from './home.ts';
import { describeProcess, endProcesses, isAlive, killProcessesNow, processesOf } from './processes.ts';
import { removeSockets, socketsOutside } from './sockets.ts';
import { waitFor } from './wait-for.ts';

/** Ends every process of a home, and removes the home. Fails when something is left. */
export async function clearAway(home: string): Promise<void> {
  const sockets = socketsOutside(home, processesOf(home));
  await endEverything(home);
  removeSockets(sockets);
  removeHome(home);
}

/** The same without waiting, for when the process ends with its rig still running. */
export function clearAwayNow(home: string): void {
  const processes = processesOf(home);
  const sockets = socketsOutside(home, processes);
  killProcessesNow(processes);
  removeSockets(sockets);
  removeHome(home);
}

/** Homes whose owner was killed before it could clear up. */
export async function clearAwayAbandoned(): Promise<void> {
  const folder = dirname(HOME_PREFIX);
  const homes = readdirSync(folder).filter((name) => name.startsWith(basename(HOME_PREFIX)));
  for (const home of homes.map((name) => join(folder, name))) {
    if (isAbandoned(home)) await clearAway(home);
  }
}

/** A home without an owner file is only just being made. */
function isAbandoned(home: string): boolean {
  try {
    const [pid, startTime = ''] = readFileSync(join(home, OWNER_FILE), 'utf8').split(' ');
    return !isAlive({ pid: Number(pid), startTime });
  } catch {
    return false;
  }
}

/** Ending one process can start another (a supervisor, a last hook): look again until nothing is found twice. */
async function endEverything(home: string): Promise<void> {
  let quietLooks = 0;
  const nothingLeft = async () => {
    const found = processesOf(home);
    await endProcesses(found);
    quietLooks = found.length === 0 ? quietLooks + 1 : 0;
    return quietLooks === 2;
  };
  const context = () => processesOf(home).map(describeProcess).join('\n');
  await waitFor(nothingLeft, { timeoutMs: 15_000, what: 'the rig to have no process left', context });
}

function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
