import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClaudeTranscripts } from '../../../src/agents/claude/transcript/format.ts';
import { createCodexTranscripts } from '../../../src/agents/codex/rollout/format.ts';
import { PRICE_TABLE } from '../../../src/core/usage/price-table.ts';
import { UsageRows } from '../../../src/ingest/transcripts/usage-rows.ts';
import { LineSplitter } from '../../../src/lib/line-splitter.ts';
import type { IndexBatch, UsageFact } from '../../../src/ports/history-store.ts';
import type { TranscriptFile, TranscriptFormat } from '../../../src/ports/transcripts.ts';
import { runUsage } from '../../../src/services/usage/run.ts';
import { factsStore } from '../../helpers/facts-store.ts';

/** What `scripts/compare-ccusage.mjs` believes of AMC must be what AMC does: it explains differences by it. */
const repository = join(import.meta.dirname, '../../..');
const rules: {
  RULES: { amc: object };
  countedBy: (rules: object, sightings: unknown) => Map<string, object>;
} = await import(join(repository, 'scripts/lib/usage-rules.mjs'));
const { sightingsIn }: { sightingsIn: (home: string) => unknown } = await import(
  join(repository, 'scripts/lib/usage-sightings.mjs')
);

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'amc-usage-'));
  execFileSync(process.execPath, [join(repository, 'test/compare/ccusage/odd-cases.mjs'), home]);
});
afterAll(() => rmSync(home, { recursive: true }));

type Response = IndexBatch['usage'][number];

function responsesOf(path: string, format: TranscriptFormat, file: TranscriptFile): readonly Response[] {
  const rows = new UsageRows(file, { model: '', cumulative: null, base: null });
  for (const line of new LineSplitter({ offset: 0 }).push(readFileSync(path))) {
    const read = format.read(line, { for: 'index' });
    if (read.kind === 'record') rows.add(read.record, line.offset);
  }
  return rows.take();
}

/** Each response once, as the index keeps it: of several files the one with more output. */
function factsIn(formats: readonly TranscriptFormat[]): UsageFact[] {
  const kept = new Map<string, { response: Response; file: TranscriptFile }>();
  for (const format of formats) {
    for (const path of format.roots().flatMap(({ dir }) => filesUnder(dir))) {
      const file = format.identify(path);
      for (const response of file === null ? [] : responsesOf(path, format, file)) {
        const known = kept.get(response.id);
        if (known !== undefined && known.response.tokens.output >= response.tokens.output) continue;
        if (file !== null) kept.set(response.id, { response, file });
      }
    }
  }
  return [...kept.values()].map(({ response, file }) => ({
    at: response.at,
    agent: file.agent,
    sessionId: file.sessionId,
    agentId: file.agentId ?? null,
    project: '',
    model: response.model,
    tokens: response.tokens,
    cacheWriteHour: response.cacheWriteHour ?? 0,
    tier: response.tier ?? null,
  }));
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(dir, name));
}

test('every odd case is counted as the comparison with ccusage says', () => {
  const facts = factsIn([
    createClaudeTranscripts({ configDirs: [join(home, '.claude')] }),
    createCodexTranscripts({ codexHomes: [join(home, '.codex')] }),
  ]);
  const { rows } = runUsage({
    store: factsStore({ facts }),
    request: { by: ['day', 'agent', 'model'], from: null, to: null, timeZone: 'UTC' },
    prices: PRICE_TABLE,
  });
  const counted = new Map(rows.map(({ day, agent, model, tokens }) => [JSON.stringify([day, agent, model]), tokens]));
  expect(counted.size).toBeGreaterThan(20);
  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(rules.countedBy(rules.RULES.amc, sightingsIn(home))));
});
