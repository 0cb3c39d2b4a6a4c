import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClaudeTranscripts } from '../../../src/agents/claude/transcript/format.ts';
import { createCodexTranscripts } from '../../../src/agents/codex/rollout/format.ts';
import type { ConversationItem } from '../../../src/contract/conversation.ts';
import { ConversationItem as Item } from '../../../src/contract/conversation.ts';
import { conversationPage } from '../../../src/ingest/conversation-pages.ts';
import { createPageReader } from '../../../src/ingest/page-reader.ts';
import { fileRecords } from '../../../src/ingest/transcript-records.ts';
import type { TranscriptFormat } from '../../../src/ports/transcripts.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const formats: Record<string, { format: TranscriptFormat; files: RegExp }> = {
  claude: { format: createClaudeTranscripts({ configDirs: [] }), files: /\.(?:transcript|subagent)\.jsonl$/ },
  codex: { format: createCodexTranscripts({ codexHomes: [] }), files: /^rollout.*\.jsonl$/ },
};
const pages = createPageReader({ blockBytes: 1_000 });

describe.each(Object.entries(formats))('what %s wrote', (agent, { format, files }) => {
  const names = readdirSync(join(fixtures, agent)).filter((name) => files.test(name));

  test.each(names)('%s: its pages, from either end and around every place, are pieces of one whole', async (name) => {
    const records = fileRecords({ pages, path: join(fixtures, agent, name), format, for: 'page' });
    const whole = await conversationPage({ records, query: { limit: 100_000 } });
    expect(whole.items.length).toBeGreaterThan(0);
    expect([whole.before, Item.array().parse(whole.items)]).toEqual([null, whole.items]);
    const up: ConversationItem[] = [];
    for (let before: number | undefined; ;) {
      const page = await conversationPage({ records, query: { limit: 4, before } });
      up.unshift(...page.items);
      if (page.before === null) break;
      before = page.before;
    }
    expect(up).toEqual(whole.items);
    const down: ConversationItem[] = [];
    for (let after = 0; ;) {
      const page = await conversationPage({ records, query: { limit: 4, after } });
      if (page.after === after) break;
      down.push(...page.items);
      after = page.after;
    }
    expect(down).toEqual(whole.items);
    for (const { id, offset } of whole.items) {
      const { items } = await conversationPage({ records, query: { limit: 3, around: offset } });
      const first = whole.items.findIndex((item) => item.id === items[0]?.id);
      expect([items.some((item) => item.id === id), items]).toEqual([
        true,
        whole.items.slice(first, first + items.length),
      ]);
    }
  });
});
