import type { stepEn } from '../en/step.ts';
import type { Translated } from '../language.ts';

export const stepDe: Translated<typeof stepEn> = {
  'step.unknown': 'Diese Seite wurde noch nicht mit AMC verglichen.',
  'step.same': ({ time }) => `Diese Seite zeigt genau, was AMC um ${time} wusste.`,
  'step.different': 'Diese Seite war anders als AMC. Alles wird neu geholt.',
  'step.compare': 'Jetzt vergleichen',
};
