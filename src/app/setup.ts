import { stat } from 'node:fs/promises';
import type { AgentName } from '../contract/agent.ts';
import type { Setup } from '../contract/setup.ts';
import { messageOf } from '../lib/message-of.ts';
import { claudeConfigDirs, codexHomes, type Env } from '../platform/paths.ts';
import { findProgram } from '../platform/programs.ts';
import { run } from '../platform/subprocess.ts';
import type { AgentProbe, HooksSetup, ProbeAgents } from '../ports/setup.ts';
import type { HooksManager } from './hooks.ts';

const VERSION_MS = 5_000;

/** What the agents' programs are called, and where they keep what they write. */
const FOLDERS: Readonly<Record<AgentName, (env: Env) => readonly string[]>> = {
  claude: claudeConfigDirs,
  codex: codexHomes,
};

/** Looks for each agent's program and folders. A program is asked for its version once, for as long as it stays the same. */
export function createAgentProbe(env: Env): ProbeAgents {
  const versions = new Map<string, Promise<string | null>>();
  const versionOf = async (path: string): Promise<string | null> => {
    const { mtimeMs } = await stat(path);
    const id = `${path} ${mtimeMs}`;
    const known = versions.get(id) ?? askVersion(path);
    versions.set(id, known);
    return known;
  };
  const probe = async (agent: AgentName): Promise<AgentProbe> => {
    const path = await findProgram(agent, env);
    const folders = await present(FOLDERS[agent](env));
    return { agent, folders, program: path === null ? null : { path, version: await versionOf(path) } };
  };
  return () => Promise.all((Object.keys(FOLDERS) as AgentName[]).map(probe));
}

async function askVersion(path: string): Promise<string | null> {
  const result = await run(path, ['--version'], { timeoutMs: VERSION_MS });
  return result.outcome === 'exited' ? (/\d+\.\d+[\w.+-]*/.exec(result.stdout)?.[0] ?? null) : null;
}

async function present(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map((folder) =>
      stat(folder).then(
        (entry) => entry.isDirectory(),
        () => false,
      ),
    ),
  );
  return folders.filter((_, index) => found[index]);
}

/** `amc hooks`, as the page offers it. */
export function createHooksSetup(manager: HooksManager): HooksSetup {
  return {
    look: async () => {
      try {
        return await look(manager);
      } catch (error) {
        return { state: 'unknown', detail: `It cannot be said: ${messageOf(error)}.`, steps: [] };
      }
    },
    change: async (action) => {
      await (action === 'install' ? manager.install() : manager.uninstall());
    },
  };
}

type Look = Awaited<ReturnType<HooksSetup['look']>>;

async function look(manager: HooksManager): Promise<Look> {
  const { places } = await manager.status();
  const planned = await manager.planInstall();
  // Where Claude Code has no folder there is nothing to install into, and nothing missing.
  const missing = new Set(
    planned.flatMap((step) => (step.action === 'nothing' && step.why === NO_FOLDER ? [step.configDir] : [])),
  );
  const wanted = places.filter(({ configDir }) => !missing.has(configDir));
  if (wanted.length === 0)
    return { state: 'absent', detail: 'Claude Code has no folder on this machine yet: start it once.', steps: [] };
  const state = stateOf(wanted);
  const obstacles = wanted.flatMap((place) => place.obstacles);
  const detail = [
    ...wanted.map((place) => place.detail),
    ...obstacles.map(({ file, message }) => `${file}: ${message}`),
  ];
  const isThere = wanted.every((place) => place.state === 'installed');
  const steps = isThere ? (await manager.planUninstall()).flatMap(removal) : planned.flatMap(addition);
  return { state, detail: [...new Set(detail)].join(' '), steps };
}

/** As the plan says it where the folder is missing. */
const NO_FOLDER = 'Claude Code has no such folder';

function stateOf(places: Awaited<ReturnType<HooksManager['status']>>['places']): Setup['hooks']['state'] {
  const states = new Set(places.map(({ state }) => state));
  if (states.size > 1 || states.has('outdated'))
    return states.has('installed') || states.has('outdated') ? 'outdated' : 'absent';
  if (!states.has('installed')) return 'absent';
  return places.some(({ obstacles }) => obstacles.some(({ setting }) => setting !== null)) ? 'disabled' : 'installed';
}

type Steps = Look['steps'];

function addition(step: Awaited<ReturnType<HooksManager['planInstall']>>[number]): Steps {
  const { folder: path } = step;
  switch (step.action) {
    case 'create':
      return [{ what: `Make this folder, with ${step.write.join(', ')}`, path }];
    case 'update':
      return [{ what: `Renew ${[...step.write, ...step.remove].join(', ')} (from AMC ${step.from})`, path }];
    case 'refuse':
      return [{ what: `Nothing: ${step.why}. ${step.next}`, path }];
    case 'nothing':
      return [];
  }
}

function removal(step: Awaited<ReturnType<HooksManager['planUninstall']>>[number]): Steps {
  if (step.action === 'nothing') return [];
  const left = step.left.length === 0 ? '' : `; ${step.left.join(', ')} stays, it is not AMC’s`;
  const later = step.sessionsRun ? '; the folder itself goes when no session runs any more' : '';
  return [{ what: `Remove ${step.files.join(', ')}${left}${later}`, path: step.folder }];
}
