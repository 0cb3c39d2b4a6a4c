import { stepEn } from '../../i18n/en/step.ts';
import { translator } from '../../i18n/language.ts';

export const tStep = translator('step', stepEn);
