import { type InstallOptions, planInstall } from './install.ts';
import { inspectPluginFolder, pluginFolder } from './plugin-folder.ts';
import { findObstacles, managedSettingsFolder, type Obstacle } from './policy.ts';

export interface HooksStatusOptions extends InstallOptions {
  /** When the newest hook event of Claude Code arrived, ms; null: never. From the state store. */
  lastEventAt: number | null;
  /** For tests; default: where the platform has it. */
  managedFolder?: string;
}

/** How the hooks stand in one of Claude Code's folders. */
export interface HooksStatus {
  configDir: string;
  folder: string;
  state:
    | 'installed'
    /** Installed by another version of AMC, changed, or incomplete: installing again repairs it. */
    | 'outdated'
    | 'absent'
    /** Something that is not AMC's has the name. */
    | 'foreign';
  /** Of the installed plugin; null when there is none. */
  version: string | null;
  /** One sentence for a person. */
  detail: string;
  obstacles: readonly Obstacle[];
}

export interface HooksReport {
  /** The only proof that hooks work: installed alone says nothing, running sessions load them at their next start. */
  lastEventAt: number | null;
  places: readonly HooksStatus[];
}

/** Looks at every folder of Claude Code and at what could switch the hooks off. Changes nothing. */
export async function hooksStatus(options: HooksStatusOptions): Promise<HooksReport> {
  const { lastEventAt, managedFolder = managedSettingsFolder(process.platform) } = options;
  const steps = await planInstall(options);
  const places = steps.map(async ({ configDir, action }) => ({
    ...(await standing(configDir, action !== 'nothing')),
    obstacles: await findObstacles({ configDir, managedFolder }),
  }));
  return { lastEventAt, places: await Promise.all(places) };
}

async function standing(configDir: string, differs: boolean): Promise<Omit<HooksStatus, 'obstacles'>> {
  const folder = pluginFolder(configDir);
  const found = await inspectPluginFolder(folder);
  const place = { configDir, folder, version: found.state === 'ours' ? found.marker.version : null };
  switch (found.state) {
    case 'absent':
    case 'empty':
      return { ...place, state: 'absent', detail: `The hooks are not installed in ${configDir}.` };
    case 'foreign':
      return { ...place, state: 'foreign', detail: `${folder} ${found.why}.` };
    case 'ours': {
      const { version } = found.marker;
      if (!found.loads)
        return {
          ...place,
          state: 'absent',
          detail: 'The hooks are removed; the folder waits for running sessions to end.',
        };
      return differs
        ? {
            ...place,
            state: 'outdated',
            detail: `The hooks are from AMC ${version} or were changed; installing again renews them.`,
          }
        : { ...place, state: 'installed', detail: `The hooks are installed (AMC ${version}).` };
    }
  }
}
