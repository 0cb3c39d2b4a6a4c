import { expect, test } from 'vitest';
import { waitsOf } from '../../core/usage/waits.ts';
import type { HookEvent } from '../../ports/state-store.ts';
import { recordedHooks } from '../../../test/fixtures/claude/fixtures.ts';
import { waitMarks } from './wait-marks.ts';

type Recorded = Parameters<typeof recordedHooks>[0];

function events(scenario: Recorded): HookEvent[] {
  return recordedHooks(scenario).map(({ name, at, payload }) => ({
    name,
    agent: 'claude',
    sessionId: payload.session_id,
    event: payload.hook_event_name,
    at,
    env: {},
    payload,
  }));
}

function waitsIn(scenario: Recorded): string[] {
  const all = events(scenario);
  const start = all[0]?.at ?? 0;
  return waitsOf(waitMarks(all)).map(({ from, to, label }) => `${label} ${from - start}+${(to ?? NaN) - from}`);
}

test('permissions of a recorded session: allowed (less what the tool ran), denied, left with Escape', () => {
  expect(waitsIn('perm')).toMatchInlineSnapshot(`
    [
      "Bash 1027+645",
      "Bash 3017+693",
      "Bash 4747+1160",
      "Bash 7478+1795",
      "Write 16126+644",
    ]
  `);
});

test('questions and plans are left to the transcript', () => {
  expect(waitsIn('plan')).toEqual([]);
});

test('a subagent waits for itself', () => {
  expect(waitsIn('sub')).toMatchInlineSnapshot(`
    [
      "Bash 5298+6672",
    ]
  `);
});
