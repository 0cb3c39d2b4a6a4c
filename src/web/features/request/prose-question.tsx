import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { AnswerBox } from './answer-box.tsx';
import type { AskProps } from './request-card.tsx';

/** A reply that ends by asking. A prompt answers it: from here, on its own page in the composer. */
export function ProseQuestion({ session, request, place, hindrance }: AskProps<'prose_question'>): ReactNode {
  return (
    <div className="grid gap-3">
      <p className={`max-w-[78ch] text-15 whitespace-pre-wrap ${place === 'board' ? 'line-clamp-4' : ''}`}>
        <Clean text={request.text} />
      </p>
      {place === 'session' ? (
        <Button className="w-fit" data-key="a" aria-keyshortcuts="a" keyHint="a" onClick={toComposer}>
          {t('request.answerBelow')}
        </Button>
      ) : (
        <AnswerBox
          session={session}
          since={request.openedAt}
          place={place}
          off={hindrance !== null}
          none={hindrance === 'no-channel'}
        />
      )}
    </div>
  );
}

function toComposer(): void {
  document.querySelector<HTMLElement>('[data-composer]')?.focus();
}
