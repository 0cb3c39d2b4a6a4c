import { describe, expect, it } from 'vitest';
import type { NotificationRule } from '../../contract/settings.ts';
import { dueAt, isInProject, ruleFor, type News } from './rules.ts';

const NOW = Date.parse('2026-01-05T12:00:00Z');
const rule = (parts: Partial<NotificationRule> = {}): NotificationRule => ({
  id: 'r',
  name: 'A rule',
  enabled: true,
  about: ['needs_you'],
  afterSeconds: 0,
  coolDownSeconds: 0,
  quiet: null,
  unlessFocused: false,
  agents: [],
  projects: [],
  to: ['browser'],
  ...parts,
});
const news = (parts: Partial<News> = {}): News => ({
  about: 'needs_you',
  since: NOW,
  session: { agent: 'claude', dir: '/home/mara/code/ledger' },
  ...parts,
});

describe('the rule that decides', () => {
  it.each([
    ['any agent and project', {}, {}, true],
    ['not one that is off', { enabled: false }, {}, false],
    ['not one about something else', { about: ['done' as const] }, {}, false],
    ['one of several it is about', { about: ['done' as const, 'needs_you' as const] }, {}, true],
    ['its agent', { agents: ['claude'] }, {}, true],
    ['not another agent', { agents: ['codex'] }, {}, false],
    ['its project', { projects: ['/home/mara/code/ledger/'] }, {}, true],
    ['a folder in its project', { projects: ['/home/mara/code'] }, {}, true],
    ['not a folder whose name only begins alike', { projects: ['/home/mara/code/led'] }, {}, false],
    [
      'news of AMC itself, whatever the agents',
      { about: ['trouble' as const], agents: ['codex'] },
      { about: 'trouble' as const, session: undefined },
      true,
    ],
  ])('fits %s', (_what, ruleParts, newsParts, fits) => {
    const { session, ...rest } = { ...news(), ...newsParts };
    expect(ruleFor([rule(ruleParts)], session === undefined ? rest : { ...rest, session })?.id ?? null).toBe(
      fits ? 'r' : null,
    );
  });

  it('is the first one, even where it tells nobody', () => {
    const rules = [rule({ id: 'silent', projects: ['/home/mara/code/ledger'], to: [] }), rule({ id: 'all' })];
    expect(ruleFor(rules, news())?.id).toBe('silent');
    expect(ruleFor(rules, news({ session: { agent: 'claude', dir: '/home/mara/code/harbor' } }))?.id).toBe('all');
  });

  it('takes every folder for the root', () => {
    expect(isInProject('/anything', '/')).toBe(true);
  });
});

describe('when it is told', () => {
  const NIGHT = { from: '22:00', to: '07:00' };
  const LATE = Date.parse('2026-01-05T23:00:00Z');
  const MORNING = Date.parse('2026-01-06T07:00:00Z');
  it.each([
    ['at once', {}, { since: NOW }, null, NOW, NOW],
    ['after it has lasted', { afterSeconds: 30 }, { since: NOW }, null, NOW, NOW + 30_000],
    ['at once, when it has lasted already', { afterSeconds: 30 }, { since: NOW - 60_000 }, null, NOW, NOW],
    ['after the cool-down', { coolDownSeconds: 60 }, {}, NOW - 20_000, NOW, NOW + 40_000],
    [
      'after whichever is later',
      { afterSeconds: 50, coolDownSeconds: 60 },
      { since: NOW },
      NOW - 20_000,
      NOW,
      NOW + 50_000,
    ],
    ['in the morning, when it is quiet', { quiet: NIGHT }, { since: LATE }, null, LATE, MORNING],
    [
      'in the morning, when it would be told at night',
      { quiet: NIGHT, afterSeconds: 3_600 },
      { since: LATE - 7_200_000 },
      null,
      LATE - 5_400_000,
      MORNING,
    ],
    [
      'never, when a turn is done at night',
      { quiet: NIGHT, about: ['done' as const] },
      { since: LATE, about: 'done' as const },
      null,
      LATE,
      null,
    ],
  ])('%s', (_what, ruleParts, newsParts, toldAt, now, due) => {
    expect(dueAt({ rule: rule(ruleParts), news: news(newsParts), toldAt, now, zone: 'UTC' })).toBe(due);
  });
});
