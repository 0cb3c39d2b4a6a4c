import type { noticesEn } from '../en/notices.ts';
import type { Translated } from '../language.ts';

export const noticesDe: Translated<typeof noticesEn> = {
  'notice.asks': ({ project, asks }) => `${project} ${asks}`,
  'notice.needs_you': ({ project }) => `${project} braucht dich`,
  'notice.done': ({ project }) => `${project} ist fertig`,
  'notice.error': ({ project }) => `${project} kommt nicht weiter`,
  'notice.testTitle': 'So meldet sich AMC',
  'notice.testBody': 'Ein Klick holt dieses Fenster nach vorn.',
};
