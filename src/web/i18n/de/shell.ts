import { count } from '../count.ts';
import type { shellEn } from '../en/shell.ts';
import type { Translated } from '../language.ts';

export const shellDe: Translated<typeof shellEn> = {
  'news.asks': ({ who, title, about }) => `${title}: ${who}${about === '' ? '' : `: ${about}`}.`,
  'news.waits': ({ title }) => `${title} wartet auf dich.`,
  'news.done': ({ title }) => `${title} ist fertig.`,
  'news.ended': ({ title }) => `${title} ist beendet.`,
  'news.unsure': ({ title }) => `Was ${title} tut, ist unbekannt.`,
  'news.back': 'Wieder verbunden.',
  'news.many.asks': ({ n }) => `${count(n, 'neue Anfrage', 'neue Anfragen')}.`,
  'news.many.done': ({ n }) => `${count(n, 'Sitzung ist', 'Sitzungen sind')} fertig.`,
  'news.many.unsure': ({ n }) => `${count(n, 'Sitzung ist', 'Sitzungen sind')} unbekannt.`,
  'news.many.ended': ({ n }) => `${count(n, 'Sitzung ist', 'Sitzungen sind')} beendet.`,
};
