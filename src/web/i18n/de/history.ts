import { count } from '../count.ts';
import type { historyEn } from '../en/history.ts';
import type { Translated } from '../language.ts';

export const historyDe: Translated<typeof historyEn> = {
  'history.title': 'Alle Sitzungen',
  'history.total': ({ n }) => (n === 0 ? '' : count(n, 'Sitzung', 'Sitzungen')),
  'history.words': 'Wörter aus Titel, erstem Prompt oder Ordner',
  'history.wordsHint': 'Titel, erster Prompt, Ordner',
  'history.gone': 'Datei weg',
  'history.goneWhy': 'Die Datei des Agenten ist weg. AMC behielt ihren Text.',
  'history.archived': 'archiviert',
  'history.errors': ({ n }) => count(n, 'Fehler', 'Fehler'),
  'history.prompts': ({ n }) => count(n, 'Prompt', 'Prompts'),
  'history.tokens': ({ n }) => `${n} Token`,
  'history.sketch': 'Noch nicht ganz gelesen',
  'history.onlyProject': ({ dir }) => `Nur ${dir}`,
  'history.allProjects': 'Alle Projekte',
  'history.more': 'Ältere Sitzungen',
  'history.loading': 'Die Liste wird gelesen …',
  'history.failed': ({ why }) => `Die Liste ließ sich nicht lesen: ${why}`,
  'history.none': 'Noch hat kein Agent etwas geschrieben.',
  'history.noneYet': 'Noch wurde nichts gelesen.',
  'history.noneFiltered': 'Keine Sitzung passt.',
  'history.stillReading': 'AMC liest noch; es können mehr werden.',
  'day.today': 'Heute',
  'day.yesterday': 'Gestern',
};
