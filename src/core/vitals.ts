import type { StatusValue, Vitals } from '../contract/session.ts';

/** What a source says of them; null: it is not known any more. */
export type VitalFacts = { readonly [K in keyof Vitals]?: number | null | undefined };

/** The vitals after this was told; null when it is no news. */
export function newVitals(known: VitalFacts | undefined, told: VitalFacts): VitalFacts | null {
  const merged = { ...known, ...told };
  const isNews = VITALS.some((name) => (merged[name] ?? null) !== (known?.[name] ?? null));
  return isNews ? merged : null;
}

/** As they are shown: without what is not known, and with nobody at work in a session that has ended. */
export function shownVitals(facts: VitalFacts | undefined, spent: Vitals, status: StatusValue): Vitals | null {
  const all: VitalFacts = { ...facts, ...spent, ...(status === 'ended' ? NOBODY : {}) };
  const known = VITALS.flatMap((name) => (typeof all[name] === 'number' ? [[name, all[name]] as const] : []));
  return known.length === 0 ? null : Object.fromEntries(known);
}

const NOBODY = { subagents: null, backgroundTasks: null } as const;

const VITALS = [
  'contextTokens',
  'contextWindow',
  'cost',
  'tokens',
  'subagents',
  'backgroundTasks',
] as const satisfies readonly (keyof Vitals)[];
