import type { terminalEn } from '../en/terminal.ts';
import type { Translated } from '../language.ts';

/** Texte des Blicks ins Terminal. */
export const terminalDe: Translated<typeof terminalEn> = {
  'peek.screen': ({ label }) => `Pane ${label}, wie es jetzt ist`,
  'peek.size': ({ cols, rows }) => `${cols} × ${rows}`,
  'peek.reading': 'Das Pane wird gelesen …',
  'peek.notNow': ({ why }) => `Gerade nicht zu sehen: ${why}.`,
  'peek.asItWas': 'Unten steht, wie es zuletzt aussah.',
  'peek.lost': 'Die Verbindung zu AMC ist weg. Unten steht, wie es zuletzt aussah.',
  'peek.over': ({ why }) => `Es gibt nichts zu zeigen: ${why}.`,
  'peek.noPane': 'läuft in keinem Pane, das AMC erreicht',
  'peek.copy': 'Bild kopieren',
  'peek.type': 'Hineintippen',
  'peek.typeHint':
    'Jede Taste geht direkt in das Pane des Agenten, als säßest du davor. AMC schreibt auf, dass du getippt hast, nicht was.',
  'peek.typing': ({ label }) => `Du tippst in ${label}`,
  'peek.typingHint': 'Jede Taste geht dorthin. F6 beendet es; zwei Minuten ohne Taste auch.',
  'peek.pressHere': 'Klick in das Pane, um weiterzutippen; F6 beendet es.',
  'peek.input': ({ label }) => `Tasten für Pane ${label}; F6 beendet das Tippen`,
  'peek.cannotType': ({ name }) => `${name} lässt sich von hier nicht tippen.`,
  'peek.tooLong': 'Das sind mehr als 4.000 Zeichen; nichts davon wurde getippt.',
  'peek.ended': ({ why }) => `Tippen ist aus. ${why}`,
  'peek.endedIdle': 'Tippen ist aus: zwei Minuten ohne Taste.',
  'peek.endedLost': 'Tippen ist aus: Was das Pane zeigt, ist gerade nicht bekannt.',
};
