import { Command } from 'commander';
import { openInBrowser } from '../open-link.ts';

export function openCommand(): Command {
  return new Command('open').description('open the dashboard in the browser').action(openInBrowser);
}
