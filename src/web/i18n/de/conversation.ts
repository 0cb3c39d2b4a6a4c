import type { conversationEn } from '../en/conversation.ts';
import type { Translated } from '../language.ts';
import { count } from '../count.ts';

/** Ein Gespräch lesen: suchen, springen, Code, Bilder, Subagenten. */
export const conversationDe: Translated<typeof conversationEn> = {
  'find.short': 'Suchen',
  'find.open': 'In diesem Gespräch suchen',
  'find.label': 'In diesem Gespräch suchen',
  'find.placeholder': 'Im ganzen Gespräch suchen',
  'find.close': 'Schließen',
  'find.next': 'Weiter',
  'find.previous': 'Zurück',
  'find.looking': 'Sucht …',
  'find.none': 'Nichts gefunden',
  'find.count': ({ at, n, more }) =>
    `${at === 0 ? '' : `${at} von `}${n}${more ? '+' : ''}${at === 0 ? ' gefunden' : ''}`,
  'find.failed': ({ why }) => `Konnte nicht suchen: ${why}`,
  'find.elsewhere': ({ n }) => `${n} weitere in Subagenten`,
  'find.inSession': ({ n }) => `${n} in der Sitzung selbst`,
  'find.behind': 'AMC liest dieses Gespräch noch. Es kann mehr geben.',

  'turns.open': 'Runden dieses Gesprächs',
  'turns.title': 'Runden',
  'turns.previous': 'Vorige Runde',
  'turns.next': 'Nächste Runde',
  'turns.filter': 'Eingrenzen',
  'turns.reading': 'Liest die Liste …',
  'turns.none': 'Noch kein Prompt.',
  'turns.noneMatch': 'Kein Prompt enthält diese Wörter.',
  'turns.part': 'AMC liest dieses Gespräch noch; frühere Prompts können fehlen.',
  'turns.failed': ({ why }) => `Nur was auf der Seite steht: der Rest ließ sich nicht lesen (${why}).`,
  'turns.image': 'ein Bild',
  'turns.count': ({ n }) => count(n, 'Prompt', 'Prompts'),
  'turns.tokens': ({ n }) => `${n} Tokens`,
  'turns.used': ({ tokens }) => `${tokens}, ohne das, was ihre Subagenten brauchten`,
  'turns.here': 'hier bist du',

  'code.copy': 'Kopieren',
  'code.copyCommand': 'Befehl kopieren',
  'code.copyOutput': 'Ausgabe kopieren',
  'code.copyPath': 'Pfad kopieren',

  'picture.reading': 'Wird gelesen …',
  'picture.failed': ({ why }) => `Lässt sich nicht zeigen: ${why}`,
  'picture.gone': 'Die Aufzeichnung enthält es nicht mehr.',
  'picture.unshown': 'Dieses Format wird hier nicht gezeigt.',
  'picture.label': ({ n, of }) => `Bild ${n} von ${of}`,

  'thread.show': 'Sein Gespräch hier lesen',
  'thread.label': ({ name }) => `Gespräch des Subagenten ${name}`,
  'thread.unnamed': 'ohne Namen',
  'thread.earlier': 'Früher in diesem Faden',

  'print.earlier': 'Was früher gesagt wurde, fehlt in diesem Druck. „amc export“ schreibt das ganze Gespräch.',
  'print.later': 'Was später gesagt wurde, fehlt in diesem Druck. „amc export“ schreibt das ganze Gespräch.',
};
