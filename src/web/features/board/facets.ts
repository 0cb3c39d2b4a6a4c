import type { Session } from '../../../contract/session.ts';
import { groupOf } from './groups.ts';
import { COLOURS } from './marks/colours.ts';

/** One value that sessions can be told apart by, with how many have it. */
export interface Facet {
  /** As it stands in the address. */
  value: string;
  label: string;
  /** Those that have not ended. */
  total: number;
  /** Those of them that need somebody. */
  needs: number;
}

/** A place that is no pane, in the address. */
export const NO_PANE = '-';

/** Projects with anything alive, by name; with their parent folder where two have the same. */
export function projectsOf(sessions: Iterable<Session>): Facet[] {
  const names = new Map<string, string>();
  const counted = count(sessions, ({ project }) => {
    names.set(project.dir, project.name);
    return project.dir;
  });
  const all = counted.map((facet) => ({ ...facet, label: names.get(facet.value) ?? facet.value }));
  return byLabel(
    all.map((facet) => {
      const hasNamesake = all.some(({ label, value }) => label === facet.label && value !== facet.value);
      return hasNamesake ? { ...facet, label: withParent(facet.value, facet.label) } : facet;
    }),
  );
}

export function agentsOf(sessions: Iterable<Session>): Facet[] {
  return byLabel(count(sessions, ({ agent }) => agent));
}

/** Machines; those of which none is known are in none. */
export function hostsOf(sessions: Iterable<Session>): Facet[] {
  return byLabel(count(sessions, ({ host }) => host ?? null));
}

/** Terminals with their sessions (`tmux work`); what has no pane is last, under a label the caller gives it. */
export function placesOf(sessions: Iterable<Session>, noPane: string): Facet[] {
  const all = count(sessions, placeValue);
  const without = all.filter(({ value }) => value === NO_PANE).map((facet) => ({ ...facet, label: noPane }));
  return [...byLabel(all.filter(({ value }) => value !== NO_PANE)), ...without];
}

/** In the order of the colours. */
export function coloursOf(sessions: Iterable<Session>): Facet[] {
  const all = count(sessions, ({ marks }) => marks?.colour ?? null);
  return COLOURS.flatMap((colour) => all.find(({ value }) => value === colour) ?? []);
}

/** Where it runs, as a value of a facet. */
export function placeValue({ pane }: Session): string {
  return pane === undefined ? NO_PANE : `${pane.terminal} ${pane.session}`;
}

function count(sessions: Iterable<Session>, valueOf: (session: Session) => string | null): Facet[] {
  const found = new Map<string, Facet>();
  for (const session of sessions) {
    const group = groupOf(session);
    const value = valueOf(session);
    if (group === 'ended' || value === null) continue;
    const { total, needs } = found.get(value) ?? { total: 0, needs: 0 };
    found.set(value, { value, label: value, total: total + 1, needs: needs + (group === 'needs' ? 1 : 0) });
  }
  return [...found.values()];
}

function byLabel(facets: Facet[]): Facet[] {
  return facets.sort((a, b) => a.label.localeCompare(b.label) || a.value.localeCompare(b.value));
}

function withParent(dir: string, name: string): string {
  const parent = dir.split('/').filter(Boolean).at(-2);
  return parent === undefined ? name : `${parent}/${name}`;
}
