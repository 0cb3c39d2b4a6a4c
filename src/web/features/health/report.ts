import type { Health, SourceHealth } from '../../../contract/health.ts';
import type { Session } from '../../../contract/session.ts';
import type { Setup } from '../../../contract/setup.ts';

export interface ReportInputs {
  health: Health | null;
  setup: Setup | null;
  sources: readonly SourceHealth[];
  sessions: readonly Session[];
  now: number;
  browser: string;
}

/**
 * What somebody who helps needs to know, as text in English whatever the page speaks. Of sessions only how many, in which
 * state, and the codes of what was not understood: no titles, no paths of projects, nothing anybody said. Addresses lose
 * what may be secret in them, the home folder its owner's name.
 */
export function reportOf({ health, setup, sources, sessions, now, browser }: ReportInputs): string {
  const lines = [
    `AMC ${health?.version ?? '(version not known)'}, ${new Date(now).toISOString()}`,
    `up since ${health === null ? 'not known' : new Date(health.startedAt).toISOString()}`,
    `browser: ${browser}`,
    '',
    'Sources',
    ...sources.map(({ name, state, detail, since }) => `  ${state} ${name}${sinceText(since)}: ${detail}`),
    '',
    'Agents and terminals',
    ...(setup?.agents ?? []).map(
      ({ agent, found, version }) => `  ${agent}: ${found ? (version ?? 'found') : 'not found'}`,
    ),
    ...(setup?.terminals ?? []).map(
      ({ terminal, available, version, detail }) =>
        `  ${terminal}: ${available ? (version ?? 'usable') : `not usable (${detail})`}`,
    ),
    ...(setup === null ? [] : [`  hooks: ${setup.hooks.state}, last event ${timeText(setup.hooks.lastEventAt)}`]),
    '',
    'Sessions',
    ...counted(sessions.map(({ agent, status }) => `${agent} ${status.value}`)),
    ...counted(sessions.flatMap(({ agent, problems }) => problems.map(({ code }) => `${agent} problem ${code}`))),
  ];
  return `${lines.map(redacted).join('\n')}\n`;
}

function sinceText(since: number | undefined): string {
  return since === undefined ? '' : ` (since ${new Date(since).toISOString()})`;
}

function timeText(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}

function counted(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${count} × ${name}`);
}

/** Whatever a source put into its words. */
function redacted(line: string): string {
  return line
    .replace(/\b(https?:\/\/)[^\s"'<>]+/g, (address) => hostOnly(address))
    .replace(/(\/(?:home|Users))\/[^/\s"'`]+/g, '$1/…')
    .replace(/\b(?:Bearer\s+|sk-|tk_|xox[a-z]-|ghp_)[\w.-]+/gi, '…')
    .replace(/\b[A-Za-z0-9_-]{32,}\b/g, '…');
}

function hostOnly(address: string): string {
  return URL.canParse(address) ? `${new URL(address).origin}/…` : '…';
}
