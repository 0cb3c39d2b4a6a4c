import type { Offer, Session } from '../../contract/session.ts';
import { line, table } from '../format.ts';
import { UsageError } from './exit.ts';

type Choosable = 'mode' | 'model';

/** The id of what was typed: an id or a label that is offered. Where nothing is known to choose from, as it was typed. */
export function offered(session: Session, action: Choosable, typed: string): string {
  const choices = offerOf(session, action)?.choices;
  if (choices === undefined || choices.length === 0) return typed;
  const lower = typed.trim().toLowerCase();
  const found =
    choices.find(({ id }) => id === typed) ??
    choices.find(({ id, label }) => id.toLowerCase() === lower || label.toLowerCase() === lower);
  if (found !== undefined) return found.id;
  throw new UsageError({
    code: `${action}_unknown`,
    message: `${line(session.title, 60)} has no ${action} "${line(typed, 40)}". There is:${choices
      .map(({ id, label }) => `\n  ${line(id, 40)}  ${line(label, 80)}`)
      .join('')}`,
    next: 'Nothing was sent.',
  });
}

/** What there is to choose from, the current one marked. */
export function offerText(session: Session, action: Choosable, { json = false }: { json?: boolean }): string {
  const offer = offerOf(session, action);
  if (json) return `${JSON.stringify(offer ?? null)}\n`;
  if (offer === undefined) return `${line(session.title, 60)} offers no ${action}.\n`;
  const { path, current, choices = [] } = offer;
  const known = choices.some(({ id }) => id === current);
  const rows = choices.map(({ id, label, efforts = [] }) => [
    `${id === current ? '*' : ' '} ${line(id, 40)}`,
    line(label, 60),
    line(efforts.join(', '), 60),
  ]);
  return [
    ...(current === undefined || known ? [] : [`now ${line(current, 60)}`]),
    ...(offer.currentEffort === undefined ? [] : [`effort ${line(offer.currentEffort, 30)}`]),
    ...(rows.length === 0 ? [] : [table(rows)]),
    ...(path.channel === 'none' ? [`cannot be switched from AMC: ${line(path.reason, 200)}`] : []),
    '',
  ].join('\n');
}

function offerOf({ offers }: Session, action: Choosable): Offer | undefined {
  return offers.find((offer) => offer.action === action);
}
