import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClaudeTranscripts } from '../../../src/agents/claude/transcript/format.ts';
import { createCodexTranscripts } from '../../../src/agents/codex/rollout/format.ts';
import { createPageReader } from '../../../src/ingest/page-reader.ts';
import { fileRecords } from '../../../src/ingest/transcript-records.ts';
import { FileEdits } from '../../../src/services/history/file-edits.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const formats = {
  claude: createClaudeTranscripts({ configDirs: [] }),
  codex: createCodexTranscripts({ codexHomes: [] }),
};

async function editsIn(agent: keyof typeof formats, name: string) {
  const path = join(fixtures, agent, name);
  const records = fileRecords({ pages: createPageReader(), path, format: formats[agent], for: 'page' });
  const edits = new FileEdits();
  await edits.readOn(records, () => false);
  expect(edits.isComplete).toBe(true);
  return edits.edits.map(({ path: file, added, removed, created }) => ({ file, added, removed, created }));
}

describe('what the agents’ own records say was edited', () => {
  test('claude', async () => {
    const names = readdirSync(join(fixtures, 'claude')).filter((name) => /\.(transcript|subagent)\.jsonl$/.test(name));
    const all = await Promise.all(names.map(async (name) => [name, await editsIn('claude', name)] as const));
    expect(Object.fromEntries(all.filter(([, edits]) => edits.length > 0))).toMatchInlineSnapshot(`
      {
        "misc.transcript.jsonl": [
          {
            "added": 1,
            "created": false,
            "file": "/home/dev/p/demo/README.md",
            "removed": 1,
          },
        ],
        "perm.transcript.jsonl": [
          {
            "added": 2,
            "created": false,
            "file": "/home/dev/p/demo/new.txt",
            "removed": null,
          },
        ],
        "plan.transcript.jsonl": [
          {
            "added": 5,
            "created": false,
            "file": "/home/dev/.claude/plans/plan-woolly-flask.md",
            "removed": null,
          },
        ],
      }
    `);
  });

  test('codex', async () => {
    expect(await editsIn('codex', 'rollout.jsonl')).toMatchInlineSnapshot(`
      [
        {
          "added": 2,
          "created": true,
          "file": "/srv/shared/b.txt",
          "removed": 0,
        },
        {
          "added": 1,
          "created": false,
          "file": "/srv/shared/a.txt",
          "removed": 1,
        },
      ]
    `);
  });
});
