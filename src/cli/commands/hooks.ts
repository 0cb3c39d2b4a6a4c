import { Command } from 'commander';
import type { HooksManager } from '../../app/hooks.ts';
import { confirm } from '../confirm.ts';
import { connect, runningServer } from '../server-file.ts';

interface ChangeOptions {
  yes?: boolean;
}

export function hooksCommand(): Command {
  const hooks = new Command('hooks').description("Claude Code's hooks: to know at once, and to answer from AMC");
  hooks
    .command('install')
    .description('add a folder of our own to Claude Code; nothing of yours is edited')
    .option('-y, --yes', 'do not ask')
    .action(install);
  hooks.command('uninstall').description('take it out again').option('-y, --yes', 'do not ask').action(uninstall);
  hooks.command('status').description('whether hooks are installed, may run, and have run').action(status);
  return hooks;
}

async function install({ yes = false }: ChangeOptions): Promise<void> {
  const manager = await openManager();
  const plan = await manager.planInstall();
  for (const step of plan) print(describe(step));
  if (!plan.some(({ action }) => action !== 'nothing')) return;
  if (!plan.some(({ action }) => action === 'refuse') && !yes && !(await confirm('Do this?'))) return;
  await manager.install();
  print('Done. Claude Code sessions that start from now on use the hooks; those that run now go on without them.');
}

type InstallStep = Awaited<ReturnType<HooksManager['planInstall']>>[number];

function describe(step: InstallStep): string {
  switch (step.action) {
    case 'create':
      return `Create ${step.folder} with ${list(step)}.`;
    case 'update':
      return `Renew ${step.folder} (from AMC ${step.from}): ${list(step)}.`;
    case 'nothing':
      return `${step.folder}: nothing to do, ${step.why}.`;
    case 'refuse':
      return `${step.folder}: ${step.why}.`;
  }
}

function list({ write }: { write: readonly string[] }): string {
  return write.length === 0 ? 'no file changed' : write.join(', ');
}

async function uninstall({ yes = false }: ChangeOptions): Promise<void> {
  const manager = await openManager();
  const plan = await manager.planUninstall();
  for (const step of plan) {
    if (step.action === 'nothing') print(`${step.folder}: nothing to do, ${step.why}.`);
    else
      print(
        `Remove from ${step.folder}: ${step.files.join(', ')}${step.left.length === 0 ? '' : `; left alone: ${step.left.join(', ')}`}.`,
      );
  }
  if (!plan.some(({ action }) => action === 'remove')) return;
  if (!yes && !(await confirm('Do this?'))) return;
  await manager.uninstall();
  print('Done.');
}

async function status(): Promise<void> {
  const { places } = await (await openManager()).status();
  for (const { detail, obstacles } of places) {
    print(detail);
    for (const { file, message } of obstacles) print(`  ! ${file}: ${message}`);
  }
  print(await lastEvent());
}

/** Installed alone proves nothing: what counts is that events arrive. */
async function lastEvent(): Promise<string> {
  if (runningServer() === null) return 'AMC is not running, so it cannot be said whether events arrive.';
  const { client } = connect();
  const { sources } = await client.call('health', {});
  return sources.find(({ name }) => name === 'claude hooks')?.detail ?? 'No hook event has been seen.';
}

async function openManager(): Promise<HooksManager> {
  const { createHooksManager } = await import('../../app/hooks.ts');
  return createHooksManager(process.env);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
