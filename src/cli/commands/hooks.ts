import { Command } from 'commander';

export function hooksCommand(): Command {
  return new Command('hooks').description("Claude Code's hooks: to know at once, and to answer from AMC");
}
