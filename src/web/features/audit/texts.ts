import { auditEn } from '../../i18n/en/audit.ts';
import { translator } from '../../i18n/language.ts';

export const tAudit = translator('audit', auditEn);
