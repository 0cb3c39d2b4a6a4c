import type { Choice } from '../../../contract/request.ts';

/** The keys of each choice, the one to show first: `a` and `d` for the first that allows and denies, digits for all. */
export function keysOf(choices: readonly Choice[]): string[] {
  const allow = choices.findIndex(({ effect }) => effect === 'allow');
  const deny = choices.findIndex(({ effect }) => effect === 'deny');
  return choices.map((_, index) => {
    const digit = index < 9 ? String(index + 1) : '';
    return [index === allow ? 'a' : index === deny ? 'd' : '', digit].filter(Boolean).join(' ');
  });
}
