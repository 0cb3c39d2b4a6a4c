import type { Capability, Place } from '../../src/ports/capability.ts';

const PLACES: readonly Place[] = ['tmux', 'zellij', 'bare terminal', 'no terminal'];
const NAMES: Readonly<Record<string, string>> = { claude: 'Claude Code', codex: 'Codex' };
/** Order of the rows; what is not named here comes after these. */
const ORDER: readonly Capability['what'][] = [
  'prompt',
  'attach',
  'queue',
  'interrupt',
  'request: permission',
  'request: question',
  'request: plan',
  'request: elicitation',
  'request: trust',
  'request: prose_question',
  'request: error',
  'mode',
  'model',
  'compact',
  'clear',
  'rename',
  'close',
];

/** `docs/capabilities.md`: what AMC can do for which agent where, how, and the test that shows it. */
export function capabilityTable(rows: readonly Capability[]): string {
  const agents = [...new Set(rows.map(({ agent }) => agent))].toSorted();
  return [
    '# Capabilities',
    '',
    'Made from `src/agents/*/capabilities.ts` by `npm run docs:capabilities`; not edited by hand. *structured*: the agent’s',
    'own channel, by its name. *keystrokes*: typed into its pane, proven to hold the agent, and confirmed by its own record.',
    '*none*: AMC says why on the card; the numbers name the reasons below each table. The last column is the title of the',
    'test with a real agent that shows it.',
    ...agents.flatMap((agent) =>
      agentPart(
        agent,
        rows.filter((row) => row.agent === agent),
      ),
    ),
    '',
  ].join('\n');
}

function agentPart(agent: string, rows: readonly Capability[]): string[] {
  const reasons: string[] = [];
  const modes = [...new Set(rows.map(({ mode }) => mode))];
  const versions = [...new Set(rows.map(({ version }) => version))].join(', ');
  const tables = modes.flatMap((mode) =>
    modePart(
      mode,
      rows.filter((row) => row.mode === mode),
      reasons,
    ),
  );
  const notes = reasons.map((reason, index) => `${index + 1}. ${reason}`);
  return ['', `## ${NAMES[agent] ?? agent} ${versions}`, ...tables, ...(notes.length === 0 ? [] : ['', ...notes])];
}

function modePart(mode: string, rows: readonly Capability[], reasons: string[]): string[] {
  const places = PLACES.filter((place) => rows.some((row) => row.places.includes(place)));
  const whats = [...new Set(rows.map(({ what }) => what))].toSorted((a, b) => rank(a) - rank(b));
  const lines = whats.map((what) => {
    const own = rows.filter((row) => row.what === what);
    const cells = places.map((place) =>
      cell(
        own.filter((row) => row.places.includes(place)),
        reasons,
      ),
    );
    const shownBy = [...new Set(own.flatMap((row) => row.shownBy ?? []))].join('<br>');
    return `| ${[what, ...cells, shownBy].map(escaped).join(' | ')} |`;
  });
  const head = ['what', ...places, 'shown by'];
  return ['', `### ${mode}`, '', `| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...lines];
}

function rank(what: Capability['what']): number {
  const at = ORDER.indexOf(what);
  return at === -1 ? ORDER.length : at;
}

function cell(rows: readonly Capability[], reasons: string[]): string {
  if (rows.length === 0) return '–';
  return rows.map((row) => (row.channel === 'none' ? `none [${noted(row.via, reasons)}]` : way(row))).join(', else ');
}

function way({ channel, via }: Capability): string {
  return channel === 'structured' ? `structured: \`${via}\`` : 'keystrokes';
}

function noted(reason: string, reasons: string[]): number {
  if (!reasons.includes(reason)) reasons.push(reason);
  return reasons.indexOf(reason) + 1;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
