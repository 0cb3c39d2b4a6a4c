import type { boardEn } from '../en/board.ts';
import { count } from '../count.ts';
import type { Translated } from '../language.ts';

const what = ({ title, n }: { title: string; n: number }): string =>
  n === 1 ? `„${title}“` : count(n, 'Sitzung', 'Sitzungen');

/** Deutsch: Markierungen, Menü einer Zeile, gespeicherte Ansichten. */
export const boardDe: Translated<typeof boardEn> = {
  'mark.menu': ({ title, n }) => what({ title, n }),
  'mark.all': 'Für alle ausgewählten',
  'mark.hide': 'Ausblenden',
  'mark.more': 'Mehr …',
  'mark.open': 'Öffnen',
  'mark.pin': 'Anheften',
  'mark.unpin': 'Lösen',
  'mark.rename': 'In AMC umbenennen …',
  'mark.colour': 'Farbe',
  'mark.noColour': 'Keine',
  'mark.snooze': 'Zurückstellen',
  'mark.snoozeLabel': 'Aus dem Weg bis',
  'mark.wake': 'Zurückstellen beenden',
  'mark.dismiss': 'Ausblenden, bis sich etwas tut',
  'mark.copyLink': 'Link kopieren',
  'mark.copied': 'Der Link ist kopiert.',
  'mark.notCopied': 'Der Link konnte nicht kopiert werden.',
  'mark.for.15min': '15 Minuten',
  'mark.for.1h': '1 Stunde',
  'mark.for.4h': '4 Stunden',
  'mark.for.tomorrow': 'Morgen früh',
  'mark.snoozedUntil': ({ title, n, time }) => `${what({ title, n })} zurückgestellt bis ${time}`,
  'mark.dismissed': ({ title, n }) => `${what({ title, n })} ausgeblendet`,
  'mark.dismissNot': 'Was arbeitet oder dich braucht, lässt sich nicht ausblenden. Stell es zurück.',
  'mark.failed': ({ why }) => `Nicht geschehen: ${why}`,
  'mark.undo': 'Rückgängig',
  'mark.undone': ({ title, n }) => `${what({ title, n })} wie vorher`,

  'rename.title': 'Name in AMC',
  'rename.about': ({ agent }) => `Nur hier: ${agent} behält seinen eigenen Titel.`,
  'rename.save': 'Speichern',
  'rename.none': 'Eigenen Titel nehmen',

  'views.title': 'Gespeicherte Ansichten',
  'views.save': 'Diese Ansicht speichern',
  'views.name': 'Name dieser Ansicht',
  'views.add': 'Speichern',
  'views.remove': ({ name }) => `Ansicht ${name} entfernen`,
  'views.removed': ({ name }) => `Ansicht „${name}“ entfernt`,
  'views.failed': ({ why }) => `Die Ansicht wurde nicht gespeichert: ${why}`,
};
