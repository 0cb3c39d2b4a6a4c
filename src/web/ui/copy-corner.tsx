import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../i18n/t.ts';
import { copyText } from '../lib/copy-text.ts';
import { IconButton } from './icon-button.tsx';

const SAID_MS = 1_500;

export interface Copyable {
  text: string | (() => Promise<string>);
  /** What a press does, to be read aloud. */
  label: string;
  /** A short word beside the sign, where several stand side by side. */
  sign?: string;
}

/** Copies the block in whose corner it stands; shows with the hand, a finger sees it always. Its parent is a `copied-block`. */
export function CopyCorner({ of }: { of: readonly Copyable[] }): ReactNode {
  return (
    <span className="copy-corner">
      {of.map((one) => (
        <CopySign key={one.label} {...one} />
      ))}
    </span>
  );
}

/** A sign that copies, and says for a moment that it did. */
export function CopySign({ text, label, sign }: Copyable): ReactNode {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => say(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const press = (): void =>
    void Promise.resolve(typeof text === 'string' ? text : text())
      .then(copyText)
      .then(
        () => say(t('entry.copied')),
        () => say(t('entry.notCopied')),
      );
  return (
    <span data-said={said === '' ? undefined : ''}>
      <IconButton label={label} onClick={press} text={said === '' ? sign : said}>
        <g strokeWidth="1.4" strokeLinejoin="round">
          <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
          <path d="M3.5 10.5h-1v-8h8v1" strokeLinecap="round" />
        </g>
      </IconButton>
      <span role="status" className="sr-only">
        {said}
      </span>
    </span>
  );
}
