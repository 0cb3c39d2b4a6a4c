import type { UsageReport, UsageRow } from '../../../src/contract/usage.ts';
import { EMPTY_USAGE } from '../../helpers/make-history.ts';

const DAY = 86_400_000;
export const day = (ago: number): string => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
const TOKENS = { input: 100, output: 400, cacheRead: 9_000, cacheWrite: 500 };

function row(parts: Partial<UsageRow>): UsageRow {
  return {
    agent: 'claude',
    project: '/home/mara/code/ledger',
    model: 'claude-opus-5-5',
    tokens: TOKENS,
    responses: 3,
    cost: 2,
    unpriced: [],
    ...parts,
  };
}

export const ROWS: UsageRow[] = [
  row({ day: day(2), cost: 4 }),
  row({ day: day(1), cost: 6.5, model: 'claude-sonnet-5-5', project: '/home/mara/code/harbor' }),
  row({ day: day(0), cost: 3 }),
  row({ day: day(0), cost: null, model: 'gpt-oss-120b', agent: 'codex', unpriced: ['gpt-oss-120b'] }),
];

function report(rows: UsageRow[], parts: Partial<UsageReport> = {}): UsageReport {
  return { ...EMPTY_USAGE, rows, waited: [{ day: day(1), ms: 5_400_000 }], ...parts };
}

/** Three days of two agents; one model has no price. */
export const filled = ({ by }: { by: string[] }): UsageReport =>
  by.includes('session')
    ? report(ROWS.map((one, index) => ({ ...one, session: `claude:s${index}`, title: `Session ${index}` })))
    : report(ROWS, {
        limits: [
          {
            agent: 'codex',
            name: 'primary',
            usedPercent: 93,
            windowMinutes: 300,
            resetsAt: Date.now() + 3_600_000,
            at: Date.now(),
          },
          {
            agent: 'codex',
            name: 'secondary',
            usedPercent: 12,
            windowMinutes: 10_080,
            resetsAt: Date.now() - 1_000,
            at: Date.now(),
          },
        ],
      });
