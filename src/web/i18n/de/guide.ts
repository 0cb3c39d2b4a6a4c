import type { guideEn } from '../en/guide.ts';
import type { Translated } from '../language.ts';

export const guideDe: Translated<typeof guideEn> = {
  'guide.title': 'Erste Schritte',
  'guide.lead':
    'AMC sieht den Coding-Agenten auf dieser Maschine zu und lässt dich ihnen von hier antworten. Fünf Minuten zum Einrichten; jeder Schritt hakt sich selbst ab.',
  'guide.done': 'erledigt',
  'guide.open': 'zu tun',
  'guide.optional': 'wie du magst',
  'guide.see': 'Sehen, was AMC findet',
  'guide.noAgents': 'Im PATH wurde kein Agent gefunden. Installiere Claude Code oder Codex und komm dann wieder.',
  'guide.noTerminals':
    'Weder tmux noch Zellij: AMC kann zusehen und beantworten, was Hooks bringen; tippen kann es nur in Panes.',
  'guide.all': 'Wohin AMC überall blickt',
  'guide.hooks': 'Hooks installieren',
  'guide.start': 'Einen Agenten in einem Pane starten',
  'guide.startText': 'Wie immer. In tmux oder Zellij kann AMC ihm auch tippen.',
  'guide.startDone': ({ n }) => `${n} ${n === 1 ? 'Sitzung steht' : 'Sitzungen stehen'} in der Übersicht.`,
  'guide.toBoard': 'Zur Übersicht',
  'guide.tell': 'Sich rufen lassen',
  'guide.tellText':
    'AMC meldet sich, wenn ein Agent wartet und du nicht hinsiehst. Telefon und Chat: in den Einstellungen.',
  'guide.settings': 'Einstellungen der Benachrichtigungen',
  'guide.demo': 'Sich in der Demo umsehen',
  'guide.demoText': 'Eine Übersicht voller erfundener Agenten, auf einem eigenen Port. Sie berührt nichts von dir.',
};
