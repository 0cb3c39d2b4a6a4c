import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createClaudeTranscripts } from '../../src/agents/claude/transcript/format.ts';
import { createCodexTranscripts } from '../../src/agents/codex/rollout/format.ts';
import { ConversationItem } from '../../src/contract/conversation.ts';
import { LineSplitter } from '../../src/lib/line-splitter.ts';
import type { LineReading, ReadOptions, TranscriptFormat } from '../../src/ports/transcripts.ts';

/**
 * Golden cases: `<agent>/<case>/` holds `input.jsonl`, as the agent wrote it, `expected.json`, what AMC reads of it, and
 * `NOTE.md`, where it comes from. `UPDATE_GOLDEN=1` writes what is expected anew: read the difference before keeping it.
 */
const FORMATS: Readonly<Record<string, TranscriptFormat>> = {
  claude: createClaudeTranscripts({ configDirs: ['/home/dev/.claude'] }),
  codex: createCodexTranscripts({ codexHomes: ['/home/user/.codex'] }),
};

/** Line by line as a page reads it; of the index only the lines that it reads otherwise, by their number. */
interface Expected {
  page: LineReading[];
  index: Record<string, LineReading>;
}

for (const [agent, format] of Object.entries(FORMATS)) {
  const root = join(import.meta.dirname, agent);
  describe(`${agent}'s records`, () => {
    it.for(readdirSync(root))('%s', (name) => {
      const folder = join(root, name);
      expect(readFileSync(join(folder, 'NOTE.md'), 'utf8')).toMatch(/\S/);
      const read = readingsOf(format, readFileSync(join(folder, 'input.jsonl')));
      const items = read.page.flatMap((reading) => (reading.kind === 'record' ? reading.record.items : []));
      for (const item of items) expect(ConversationItem.safeParse(item).error).toBeUndefined();
      const path = join(folder, 'expected.json');
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, `${JSON.stringify(read, undefined, 2)}\n`);
      expect(read).toEqual(JSON.parse(readFileSync(path, 'utf8')));
    });
  });
}

function readingsOf(format: TranscriptFormat, input: Uint8Array): Expected {
  const lines = new LineSplitter({ offset: 0 }).push(input);
  // Through JSON, as it crosses to the worker and the page: what is undefined is not there.
  const all = (options: ReadOptions): LineReading[] =>
    JSON.parse(JSON.stringify(lines.map((line) => format.read(line, options))));
  const page = all({ for: 'page' });
  const index = all({ for: 'index' });
  const others = index.flatMap((reading, at): [string, LineReading][] =>
    isDeepStrictEqual(reading, page[at]) ? [] : [[String(at + 1), reading]],
  );
  return { page, index: Object.fromEntries(others) };
}
