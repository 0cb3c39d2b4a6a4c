import { describe, expect, it } from 'vitest';
import { makeSession } from '../../../../test/helpers/make-session.ts';
import { coloursOf, hostsOf, NO_PANE, placesOf, placeValue, projectsOf } from './facets.ts';
import { isNarrowed, NO_FILTER, passes, readFilter, writeFilter } from './filter.ts';
import { sectionsOf } from './sections.ts';

const a = makeSession({ id: 'a', value: 'needs_attention', place: 'tmux work:1.0', for: 5_000 });
const b = makeSession({ id: 'b', agent: 'codex', project: 'harbor', place: 'zellij ops:1', for: 4_000 });
const c = makeSession({ id: 'c', value: 'idle', marks: { colour: 'cyan' }, for: 3_000 });
const gone = makeSession({ id: 'd', value: 'ended', project: 'gone' });
const asleep = makeSession({ id: 'e', value: 'needs_attention', marks: { snoozedUntil: Date.now() + 9_999 } });
const all = [a, b, c, gone, asleep];

describe('the filter in the address', () => {
  it('comes back as it was put there; what is as ever is not in it, and what is not of it stays', () => {
    const params = writeFilter(new URLSearchParams('x=1'), { project: '/a b', query: 'ü', by: 'agent', agent: '' });
    expect(params.toString()).toBe('x=1&project=%2Fa+b&q=%C3%BC&by=agent');
    expect(readFilter(params)).toEqual({ ...NO_FILTER, project: '/a b', query: 'ü', by: 'agent' });
    expect(writeFilter(params, { ...NO_FILTER, by: 'need' }).toString()).toBe('x=1');
    expect(readFilter(new URLSearchParams('by=plaid')).by).toBe('need');
  });

  it('lets through what has all of it', () => {
    const shown = (search: string): string[] =>
      all.filter((session) => passes(session, readFilter(new URLSearchParams(search)))).map(({ id }) => id);
    expect(shown('')).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(shown('agent=codex')).toEqual(['b']);
    expect(shown('place=tmux+work')).toEqual(['a']);
    expect(shown(`place=${NO_PANE}&agent=claude`)).toEqual(['c', 'd', 'e']);
    expect(shown('colour=cyan')).toEqual(['c']);
    expect(shown('colour=cyan&q=nothing')).toEqual([]);
    expect(isNarrowed(readFilter(new URLSearchParams('by=agent')))).toBe(false);
    expect(isNarrowed(readFilter(new URLSearchParams('place=-')))).toBe(true);
  });
});

describe('facets', () => {
  it('count what is alive, and what needs somebody now; namesakes are told apart', () => {
    expect(projectsOf(all)).toEqual([
      { value: '/home/mara/code/harbor', label: 'harbor', total: 1, needs: 0 },
      { value: '/home/mara/code/ledger', label: 'ledger', total: 3, needs: 1 },
    ]);
    const twin = { ...a, project: { name: 'ledger', dir: '/srv/other/ledger' } };
    expect(projectsOf([a, twin]).map(({ label }) => label)).toEqual(['code/ledger', 'other/ledger']);
  });

  it('of machines has those that are known, and the board can be divided by them', () => {
    const far = { ...b, host: 'build-3' };
    const near = { ...a, host: 'aurora' };
    expect(hostsOf([far, near, c]).map(({ value, needs }) => [value, needs])).toEqual([
      ['aurora', 1],
      ['build-3', 0],
    ]);
    const parts = sectionsOf([far, near, c], 'host', 'nowhere').open;
    expect(parts.map(({ name, sessions }) => [name, sessions.map(({ id }) => id)])).toEqual([
      [{ label: 'aurora' }, ['a']],
      [{ label: 'build-3' }, ['b']],
      [{ label: '?' }, ['c']],
    ]);
    expect([far, near, c].filter((one) => passes(one, readFilter(new URLSearchParams('host=build-3'))))).toEqual([far]);
  });

  it('of places has what has no pane last; of colours only those that are there', () => {
    expect(placesOf(all, 'nowhere').map(({ label, total }) => [label, total])).toEqual([
      ['tmux work', 1],
      ['zellij ops', 1],
      ['nowhere', 2],
    ]);
    expect(placeValue(c)).toBe(NO_PANE);
    expect(coloursOf(all)).toEqual([{ value: 'cyan', label: 'cyan', total: 1, needs: 0 }]);
  });
});

describe('sections', () => {
  const ids = (by: Parameters<typeof sectionsOf>[1]): unknown =>
    sectionsOf(all, by, 'nowhere').open.map(({ name, sessions }) => [
      'label' in name ? name.label : name.group,
      sessions.map(({ id }) => id),
    ]);

  it('go by need, or by name with what needs somebody first in each', () => {
    expect(ids('need')).toEqual([
      ['needs', ['a']],
      ['working', ['b']],
      ['idle', ['c']],
    ]);
    expect(ids('project')).toEqual([
      ['harbor', ['b']],
      ['ledger', ['a', 'c']],
    ]);
    expect(ids('place')).toEqual([
      ['tmux work', ['a']],
      ['zellij ops', ['b']],
      ['nowhere', ['c']],
    ]);
    expect(sectionsOf(all, 'agent', 'nowhere')).toMatchObject({ snoozed: [{ id: 'e' }], ended: [{ id: 'd' }] });
  });
});
