import type { ReactNode } from 'react';
import { ofServer } from '../i18n/language.ts';
import { Clean } from './clean.tsx';

/** A sentence of the server, in the language of the page where that is known; else as it came. */
export function Said({ text }: { text: string }): ReactNode {
  return <Clean text={ofServer(text)} />;
}
