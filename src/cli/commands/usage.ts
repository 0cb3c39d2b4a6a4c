import { Command } from 'commander';
import { UserError } from '../../contract/errors.ts';
import { UsageGroup, type UsageReport } from '../../contract/usage.ts';
import { connect } from '../server-file.ts';
import { usageCsv } from '../usage/csv.ts';
import { periodOf } from '../usage/period.ts';
import { usageTable } from '../usage/table.ts';

interface UsageOptions {
  by: string;
  since: string;
  until?: string;
  project?: string;
  session?: string;
  zone?: string;
  json?: boolean;
  csv?: boolean;
}

const GROUPS = UsageGroup.options.join(', ');

export function usageCommand(): Command {
  return new Command('usage')
    .description('tokens and cost of every agent, and how long they waited for you')
    .option('--by <groups>', `any of ${GROUPS}; several with commas`, 'day')
    .option('--since <time>', 'all, today, 24h, 7d, 4w, 2026-11-01', '30d')
    .option('--until <time>', '2026-11-01 (with that day)')
    .option('--project <folder>', 'a part of the folder or its name')
    .option('--session <key>', 'for example claude:<id>')
    .option('--zone <name>', 'days of this time zone, for example Europe/Berlin; default: this machine’s')
    .option('--json', 'as JSON, everything AMC knows')
    .option('--csv', 'as CSV')
    .action(usage);
}

async function usage(options: UsageOptions): Promise<void> {
  const by = groupsOf(options.by);
  const zone = zoneOf(options.zone);
  const now = Date.now();
  if (options.json === true && options.csv === true) {
    throw new UserError({ code: 'bad_option', message: '--json and --csv do not go together.', next: 'Choose one.' });
  }
  const { from, to } = periodOf({ since: options.since, until: options.until, zone, now });
  const { project, session } = options;
  const report = await connect().client.call('usage', {
    query: {
      by,
      zone,
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
      ...(project === undefined ? {} : { project }),
      ...(session === undefined ? {} : { session }),
    },
  });
  process.stdout.write(rendered(report, options, { by, zone, now }));
}

function rendered(
  report: UsageReport,
  { json, csv }: UsageOptions,
  shown: { by: readonly UsageGroup[]; zone: string; now: number },
): string {
  if (json === true) return `${JSON.stringify(report, null, 2)}\n`;
  return csv === true ? usageCsv(report, shown.by) : `${usageTable(report, shown)}\n`;
}

function groupsOf(text: string): UsageGroup[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].map((name) => {
    const group = UsageGroup.safeParse(name);
    if (group.success) return group.data;
    throw new UserError({
      code: 'bad_group',
      message: `Usage cannot be grouped by ${JSON.stringify(name)}.`,
      next: `Group by any of ${GROUPS}, for example --by day,model.`,
    });
  });
}

function zoneOf(zone: string | undefined): string {
  const name = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new UserError({
      code: 'zone_unknown',
      message: `There is no time zone ${JSON.stringify(name)}.`,
      next: 'Name it as in the IANA list, for example Europe/Berlin or UTC.',
      cause,
    });
  }
}
