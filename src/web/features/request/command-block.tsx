import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { RequestPlace } from './request-card.tsx';

/** The inbox scrolls as a whole. */
const TALLEST: Record<RequestPlace, string> = { board: 'max-h-36', session: 'max-h-96', inbox: '' };

/** A command exactly as it would run, wrapped, never cut. */
export function CommandBlock({ command, place }: { command: string; place: RequestPlace }): ReactNode {
  return (
    <div className="group/command relative min-w-0">
      {/* Long ones scroll in place; a keyboard has to get there too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre
        tabIndex={place !== 'inbox' && (command.length > 150 || command.split('\n').length > 4) ? 0 : undefined}
        aria-label={t('request.command')}
        className={`overflow-auto rounded-m bg-paper-2 py-1.5 pr-3 pl-3 font-mono text-13 leading-5 break-words whitespace-pre-wrap pointer-coarse:pr-16 ${TALLEST[place]}`}
      >
        <Clean text={command} />
      </pre>
      <CopyButton
        text={command}
        className="absolute top-0 right-0 bg-paper-2 pointer-coarse:-top-1.5 pointer-coarse:bg-transparent text-12 opacity-0 group-hover/command:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
      />
    </div>
  );
}
