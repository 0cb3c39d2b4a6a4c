import type { auditEn } from '../en/audit.ts';
import type { Translated } from '../language.ts';

export const auditDe: Translated<typeof auditEn> = {
  'audit.title': 'Protokoll',
  'audit.lead': 'Alles, worum AMC gebeten wurde, und was daraus wurde.',
  'audit.ofSession': 'Aufträge an',
  'audit.allSessions': 'Alle Sitzungen',
  'audit.none': 'AMC wurde noch um nichts gebeten.',
  'audit.noneOfSession': 'Für diese Sitzung wurde AMC noch um nichts gebeten.',
  'audit.kind.prompt': 'Prompt',
  'audit.kind.answer': 'Antwort',
  'audit.kind.approve': 'erlauben',
  'audit.kind.deny': 'ablehnen',
  'audit.kind.interrupt': 'unterbrechen',
  'audit.kind.mode': 'Modus',
  'audit.kind.model': 'Modell',
  'audit.kind.compact': 'verdichten',
  'audit.kind.clear': 'leeren',
  'audit.kind.rename': 'umbenennen',
  'audit.kind.close': 'beenden',
  'audit.nobody': 'unbekannt',
  'audit.loading': 'Das Protokoll wird gelesen …',
  'audit.failed': ({ why }) => `Das Protokoll ließ sich nicht lesen: ${why}`,
  'audit.more': 'Ältere Aufträge',
};
