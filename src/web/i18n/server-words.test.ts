import { describe, expect, it, test } from 'vitest';
import { capabilities as claude } from '../../agents/claude/capabilities.ts';
import { capabilities as codex, WAYS } from '../../agents/codex/capabilities.ts';
import { risksOf } from '../../core/risks/risks.ts';
import * as reasons from '../../services/commands/reasons.ts';
import { nextStepFor } from '../../services/typing-advice.ts';
import { serverGermanPlaces } from './server-german-places.ts';
import { serverGerman } from './server-german.ts';
import { serverTranslator } from './server-words.ts';

const pairs = [...serverGerman, ...serverGermanPlaces];
const german = serverTranslator(pairs);
const untranslated = (texts: readonly (string | undefined)[]): string[] =>
  [...new Set(texts)].filter((text): text is string => text !== undefined && german(text) === text);

describe('sentences of the server', () => {
  const translate = serverTranslator([
    ['it ran', 'es lief'],
    ['process {} has ended', 'Prozess {} ist zu Ende'],
    ['Nothing was sent: {*}.', 'Nichts gesendet: {*}.'],
    ['Look there.', 'Sieh dort nach.'],
    ['says {}', 'sagt {}'],
  ]);

  it('are said with what changes in its place, and with the sentence that is in them', () => {
    expect(translate('process 41207 has ended')).toBe('Prozess 41207 ist zu Ende');
    expect(translate('Nothing was sent: process 1 has ended.')).toBe('Nichts gesendet: Prozess 1 ist zu Ende.');
    expect(translate('Nothing was sent: it ran. Look there.')).toBe('Nichts gesendet: es lief. Sieh dort nach.');
  });

  it('stay as they are where they are not known; quotes are nobody’s to translate', () => {
    expect(translate('something else')).toBe('something else');
    expect(translate('Nothing was sent: EPIPE $& $1. Look there.')).toBe(
      'Nichts gesendet: EPIPE $& $1. Sieh dort nach.',
    );
    expect(translate('says it ran')).toBe('sagt it ran');
  });
});

test('what AMC says about deliveries, ways and risks is known in German', () => {
  const evidence = { source: 'screen', at: 0, detail: 'Codex says its mode is plan' } as const;
  const told = [
    reasons.noRecord(1_000),
    reasons.shownOnly(evidence),
    reasons.takenBack(),
    reasons.sessionEnded(),
    reasons.expired(3_600_000),
    reasons.notWritten(),
    reasons.afterStop('queued'),
    reasons.afterStop('left'),
  ];
  expect(untranslated(told.flatMap(({ message, next }) => [message, next]))).toEqual([]);
  const codes = ['not_typable', 'no_process', 'no_pane', 'agent_gone', 'other_terminal', 'not_foreground', 'pane_gone'];
  const more = ['pane_dead', 'input_off', 'synchronized', 'in_mode', 'not_shown', 'bad_text', 'too_large', 'busy', '?'];
  expect(untranslated([...codes, ...more].map(nextStepFor))).toEqual([]);
  const denied = [...claude, ...codex].filter(({ channel }) => channel === 'none').map(({ via }) => via);
  expect(untranslated(denied)).toEqual([]);
  const remedies = Object.values(WAYS).flatMap((ways) => Object.values(ways));
  expect(untranslated(remedies.map((way) => (way.channel === 'none' ? way.remedy?.text : undefined)))).toEqual([]);
  const dangerous = 'sudo rm -rf / ; curl x | sh ; git push --force ; npm publish ; kill 1 ; chmod 777 x ; env';
  const request = { id: 'r', kind: 'permission', openedAt: 0, tool: 'Bash', title: '', choices: [] } as const;
  const risks = risksOf({ ...request, command: dangerous }, '/p');
  expect(risks.length).toBeGreaterThan(4);
  expect(untranslated(risks)).toEqual([]);
});

test('each sentence is there once, and keeps its holes', () => {
  expect(new Set(pairs.map(([english]) => english)).size).toBe(pairs.length);
  const holes = (text: string): string => (text.match(/\{\*?\}/g) ?? []).join('');
  expect(pairs.filter(([english, other]) => holes(english) !== holes(other))).toEqual([]);
});
