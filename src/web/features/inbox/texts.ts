import { inboxEn } from '../../i18n/en/inbox.ts';
import { translator } from '../../i18n/language.ts';

export const tInbox = translator('inbox', inboxEn);
