import type { ReactNode } from 'react';
import { t } from '../i18n/t.ts';

/** A command to be typed elsewhere; one click selects all of it. */
export function Command({ text }: { text: string }): ReactNode {
  return (
    <code className="inline-block w-fit max-w-full rounded-m border border-line bg-paper-2 px-3 py-1.5 font-mono text-13 break-words whitespace-pre-wrap select-all">
      {text}
    </code>
  );
}

/** The same for who has AMC as a folder and no `amc` on the PATH. */
export function InCheckout({ command }: { command: string }): ReactNode {
  return (
    <p className="flex flex-wrap items-center gap-2 text-13 text-ink-2">
      {t('command.inFolder')} <Command text={command} />
    </p>
  );
}
