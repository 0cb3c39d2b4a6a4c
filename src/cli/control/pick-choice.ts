import type { Choice } from '../../contract/request.ts';
import { choiceLines } from './request-text.ts';
import { UsageError } from './exit.ts';

/** How a person wants it decided. */
export interface ChoiceWish {
  /** A choice by its id, its number in the list, or its label. */
  choice?: string | undefined;
  /** Allow, and do not ask again. */
  always?: boolean | undefined;
  /** Deny, and stop the turn. */
  stop?: boolean | undefined;
  message?: string | undefined;
}

type Effect = Choice['effect'];

/** The way to allow it that is meant; without a wish, the first that allows only this. */
export function pickAllowing(choices: readonly Choice[], { choice, always = false }: ChoiceWish): Choice {
  const allowing = choices.filter(({ effect }) => effect === 'allow' || effect === 'allow_always');
  if (choice !== undefined) {
    const named = pickNamed(choices, choice);
    if (allowing.includes(named)) return named;
    throw notOffered(`"${named.label}" does not allow it.`, choices, 'Use `amc deny` for it.');
  }
  const effect: Effect = always ? 'allow_always' : 'allow';
  const [first, ...others] = allowing.filter((each) => each.effect === effect);
  if (first === undefined) throw notOffered(always ? 'It has no "always".' : 'It cannot be allowed as it is.', choices);
  if (always && others.length > 0) throw notOffered('There are several "always".', choices, 'Say which: --choice.');
  return first;
}

/** The way to deny it that is meant; without a wish, the first that only says no; with a message, one that takes it. */
export function pickDenying(choices: readonly Choice[], { choice, stop = false, message }: ChoiceWish): Choice {
  const denying = choices.filter(({ effect }) => effect === 'deny' || effect === 'cancel');
  const named = choice === undefined ? null : pickNamed(choices, choice);
  if (named !== null && !denying.includes(named)) {
    throw notOffered(`"${named.label}" does not deny it.`, choices, 'Use `amc approve` for it.');
  }
  const wanted = named === null ? denying.filter(({ effect }) => !stop || effect === 'cancel') : [named];
  if (stop && wanted.length === 0) {
    throw notOffered('It cannot be denied so that the turn stops.', choices, 'Deny it, then `amc interrupt`.');
  }
  const fitting = message === undefined ? wanted : wanted.filter(({ takesMessage }) => takesMessage);
  const found = fitting.find(({ effect }) => effect === 'deny') ?? fitting[0];
  if (found !== undefined) return found;
  throw message === undefined
    ? notOffered('It cannot be denied.', choices)
    : notOffered('It takes no message with a no.', choices, 'Deny it without one, then `amc send` the message.');
}

function pickNamed(choices: readonly Choice[], name: string): Choice {
  const lower = name.trim().toLowerCase();
  const found =
    choices.find(({ id }) => id === name) ??
    (/^\d+$/.test(lower) ? choices[Number(lower) - 1] : undefined) ??
    choices.find(({ label }) => label.toLowerCase() === lower);
  if (found !== undefined) return found;
  throw notOffered(`There is no choice "${name}".`, choices);
}

function notOffered(message: string, choices: readonly Choice[], next = 'Choose one of these.'): UsageError {
  const listed = choiceLines(choices).map((text) => `\n  ${text}`);
  return new UsageError({
    code: 'no_such_choice',
    message: `${message} There is:${listed.join('') || ' nothing to choose.'}`,
    next: `Nothing was sent. ${next}`,
  });
}
