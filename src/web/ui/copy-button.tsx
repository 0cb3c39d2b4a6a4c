import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../i18n/t.ts';
import { copyText } from '../lib/copy-text.ts';
import { Button } from './button.tsx';

const SAID_MS = 1_500;

/** Copies a text, and says for a moment that it did. `label`: what is copied, where the text beside it does not tell. */
export function CopyButton({
  text,
  label,
  look = 'quiet',
  className,
}: {
  text: string;
  label?: string;
  look?: 'plain' | 'quiet' | 'primary';
  className?: string;
}): ReactNode {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => say(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const press = (): void =>
    void copyText(text).then(
      () => say(t('entry.copied')),
      () => say(t('entry.notCopied')),
    );
  return (
    <>
      <Button look={look} className={className} onClick={press}>
        {said === '' ? (label ?? t('copy.text')) : said}
      </Button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
