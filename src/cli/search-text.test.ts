import { describe, expect, it } from 'vitest';
import { UserError } from '../contract/errors.ts';
import { sessionKey } from '../contract/session.ts';
import type { SearchHit } from '../contract/search.ts';
import { renderError } from './error.ts';
import { hitText } from './search-text.ts';

const NOW = Date.UTC(2026, 10, 22);
const hit: SearchHit = {
  session: sessionKey({ agent: 'claude', id: '1f2e' }),
  agent: 'claude',
  title: 'Why the ledger is off by one',
  project: 'ledger',
  itemId: 'r1',
  offset: 4711,
  at: NOW - 3 * 3_600_000,
  role: 'output',
  tool: 'Bash',
  snippet: { text: '…npm test fails in ledger\u001b[31m', marks: [[5, 9]] },
  sourceDeleted: false,
};

describe('hitText', () => {
  it('says where it is from, why it is one, and how to open it', () => {
    expect(hitText(hit, { now: NOW, colour: false })).toMatchInlineSnapshot(`
      "claude  ledger  3 h ago  output of Bash  Why the ledger is off by one
          …npm test fails in ledger [31m
          amc show claude:1f2e --at 4711
      "
    `);
  });

  it('marks what was found where there are colours', () => {
    const text = hitText(hit, { now: NOW, colour: true });
    expect(text).toContain('…npm \u001b[1;31mtest\u001b[0m fails in ledger [31m');
  });

  it('opens the conversation of a subagent, and says that the source is gone', () => {
    const { at: _at, tool: _tool, ...rest } = hit;
    const odd = sessionKey({ agent: 'codex', id: "it's" });
    const text = hitText(
      { ...rest, session: odd, project: '', agentId: 'a 7', sourceDeleted: true },
      { now: NOW, colour: false },
    );
    expect(text).toContain('claude  output  subagent  deleted, kept by AMC  Why');
    expect(text).toContain(`amc show 'codex:it'\\''s' --at 4711 --subagent 'a 7'\n`);
  });
});

describe('renderError', () => {
  const error = (from: number, to: number): UserError =>
    new UserError({
      code: 'query_invalid',
      message: 'There is no such filter.',
      next: 'Quote it.',
      place: { from, to },
    });

  it('points at the place in what was typed', () => {
    expect(renderError(error(4, 9), 'foo\trepo:x')).toMatchInlineSnapshot(`
      "amc: There is no such filter.
          foo repo:x
              ^^^^^
        Quote it.
        (query_invalid)
      "
    `);
  });

  it('of a long text shows the part', () => {
    const [, shown, carets] = renderError(error(400, 402), `${'x'.repeat(400)}!!${'y'.repeat(300)}`).split('\n');
    expect(shown?.slice(carets?.indexOf('^'), (carets?.lastIndexOf('^') ?? 0) + 1)).toBe('!!');
    expect(shown?.length).toBeLessThan(110);
  });

  it('shows one caret where something is missing, and none when it does not know the text', () => {
    expect(renderError(error(3, 3), 'foo')).toContain('\n    foo\n       ^\n');
    expect(renderError(error(0, 3))).toBe('amc: There is no such filter.\n  Quote it.\n  (query_invalid)\n');
  });
});
