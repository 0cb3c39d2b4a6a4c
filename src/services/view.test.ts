import { describe, expect, test } from 'vitest';
import type { Session } from '../contract/session.ts';
import type { Observation, ObservedRequest } from '../core/observation.ts';
import { decide, project } from '../core/session.ts';
import type { SessionState } from '../core/state.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import { viewOf, type ViewInputs } from './view.ts';

const ref = { agent: 'codex', id: 's1' } as const;
const fact = { session: ref, source: 'hook', at: 100 } as const;

function stateWith(request: ObservedRequest): SessionState {
  const observations: Observation[] = [
    { ...fact, type: 'described', facts: { cwd: '/home/someone/ledger', mode: 'plan', effort: 'high' } },
    { ...fact, type: 'request_opened', request },
  ];
  let state: SessionState | null = null;
  for (const observation of observations) {
    for (const event of decide(state, observation)) state = project(state, event);
  }
  if (state === null) throw new Error('Expected a session');
  return state;
}

const permission = (changes: Partial<Extract<ObservedRequest, { kind: 'permission' }>>): ObservedRequest => ({
  id: 'r',
  kind: 'permission',
  openedAt: 100,
  tool: 'Bash',
  title: 'a command',
  choices: [],
  ...changes,
});

function view(request: ObservedRequest, pane: ViewInputs['pane'] = null): Session {
  const adapter: Pick<AgentAdapter, 'path' | 'offers'> = {
    path: () => ({ channel: 'keystrokes', via: 'pane' }),
    offers: () => [{ action: 'mode', path: { channel: 'keystrokes', via: 'pane' }, current: 'plan' }],
  };
  // Only what a view asks it.
  return viewOf({ state: stateWith(request), adapter: adapter as AgentAdapter, pane, marks: null });
}

const risksOf = (request: ObservedRequest): readonly string[] | undefined => {
  const [shown] = view(request).requests;
  return shown?.kind === 'permission' ? shown.risks : undefined;
};

test('a session runs on the machine that AMC sees, as far as its name is known', () => {
  const state = stateWith(permission({}));
  expect(viewOf({ state, adapter: undefined, pane: null, marks: null, host: 'aurora' }).host).toBe('aurora');
  expect(viewOf({ state, adapter: undefined, pane: null, marks: null })).not.toHaveProperty('host');
});

describe('what a permission asks for', () => {
  test('comes with what to look at twice, the agent’s own words first', () => {
    expect(risksOf(permission({ command: 'rm -rf build' }))).toEqual(['Deletes folders with everything in them']);
    expect(risksOf(permission({ command: 'sudo ls', risks: ['network'] }))).toEqual([
      'network',
      'Runs as another user',
    ]);
    expect(risksOf(permission({ edits: [{ path: '/etc/hosts', before: '', after: '' }] }))).toContain(
      'Writes outside the project',
    );
  });

  test('comes without a word where there is nothing', () => {
    expect(risksOf(permission({ command: 'npm test' }))).toBe(undefined);
  });
});

describe('where only keys would do', () => {
  const none = permission({});

  test('the pane’s multiplexer is named', () => {
    const { prompt, requests, offers } = view(none, { terminal: 'tmux', session: '$0', pane: '%1', label: 'work:1.0' });
    const tmux = { channel: 'keystrokes', via: 'tmux' };
    expect([prompt, requests[0]?.answer, offers[0]?.path]).toEqual([tmux, tmux, tmux]);
  });

  test('without a pane it says why, and what would make it answerable', () => {
    const { prompt, requests, offers } = view(none, { reason: 'it runs in no multiplexer pane AMC can reach' });
    const why = {
      channel: 'none',
      reason: 'it runs in no multiplexer pane AMC can reach',
      remedy: { text: expect.stringContaining('tmux or in Zellij'), command: 'tmux new-session codex' },
    };
    expect([prompt, requests[0]?.answer, offers[0]?.path]).toEqual([why, why, why]);
  });
});
