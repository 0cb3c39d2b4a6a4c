import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { Choices } from './choices.tsx';
import type { AskProps } from './request-card.tsx';

/** A dialog that only the agent's screen shows: its words as they stand there, and its own choices. */
export function TrustDialog({ session, request, place, decide, hindrance }: AskProps<'trust'>): ReactNode {
  const { text, choices } = request;
  return (
    <div className="flex flex-wrap items-start gap-3">
      <div className="grid min-w-0 flex-[1_1_380px] gap-2">
        <pre className="max-h-80 max-w-[78ch] overflow-auto rounded-m bg-paper-2 px-3 py-2 font-mono text-13 leading-5 break-words whitespace-pre-wrap">
          <Clean text={text} />
        </pre>
        <p className="max-w-[78ch] text-12 text-ink-3">{t('request.trust.from')}</p>
      </div>
      {decide === null || choices.length === 0 ? null : (
        <Choices
          request={request}
          choices={choices}
          agent={session.agent}
          decide={decide}
          hindrance={hindrance}
          place={place}
        />
      )}
    </div>
  );
}
