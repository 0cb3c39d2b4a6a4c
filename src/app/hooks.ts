import { join } from 'node:path';
import { install, planInstall, type InstallStep } from '../agents/claude/hooks/install.ts';
import { hooksStatus, type HooksReport } from '../agents/claude/hooks/status.ts';
import { planUninstall, uninstall, type UninstallStep } from '../agents/claude/hooks/uninstall.ts';
import { packageRoot, packageVersion } from '../platform/package-root.ts';
import { claudeConfigDirs, dataDir, type Env } from '../platform/paths.ts';
import { prepareDataDir } from '../store/data-dir.ts';

/** What `amc hooks` can do, for the folders of this environment. */
export interface HooksManager {
  planInstall(): Promise<readonly InstallStep[]>;
  install(): Promise<readonly InstallStep[]>;
  planUninstall(): Promise<readonly UninstallStep[]>;
  uninstall(): Promise<readonly UninstallStep[]>;
  status(): Promise<HooksReport>;
}

export function createHooksManager(env: Env, dir: string = dataDir(env)): HooksManager {
  const options = {
    configDirs: claudeConfigDirs(env),
    dataDir: dir,
    hookSource: join(packageRoot, 'hook'),
    version: packageVersion,
  };
  return {
    planInstall: () => planInstall(options),
    install: () => {
      // Until the spool is there, hooks have nowhere to write.
      prepareDataDir(options.dataDir);
      return install(options);
    },
    planUninstall: () => planUninstall(options),
    uninstall: () => uninstall(options),
    status: () => hooksStatus({ ...options, lastEventAt: null }),
  };
}
