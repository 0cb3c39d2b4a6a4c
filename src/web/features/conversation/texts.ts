import { conversationEn } from '../../i18n/en/conversation.ts';
import { translator } from '../../i18n/language.ts';

/** Texts of reading a conversation. */
export const tConversation = translator('conversation', conversationEn);
