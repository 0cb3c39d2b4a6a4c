import { useMemo, useState, type ReactNode } from 'react';
import type { Command } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { writeStored, useStored } from '../../state/persisted.ts';
import { send } from '../../state/send.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { TEXT_FIELD } from '../../ui/field.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { CommandDelivery } from '../delivery/delivery-line.tsx';
import { draftName } from '../session/draft.ts';
import type { AskProps } from './request-card.tsx';

/** A reply that ends by asking. A prompt answers it: from the board here, on its own page in the composer. */
export function ProseQuestion({ session, request, place, hindrance }: AskProps<'prose_question'>): ReactNode {
  return (
    <div className="grid gap-3">
      <p className={`max-w-[78ch] text-15 whitespace-pre-wrap ${place === 'board' ? 'line-clamp-4' : ''}`}>
        <Clean text={request.text} />
      </p>
      {place === 'board' ? (
        <AnswerBox
          session={session}
          since={request.openedAt}
          off={hindrance !== null}
          none={hindrance === 'no-channel'}
        />
      ) : (
        <Button className="w-fit" data-key="a" aria-keyshortcuts="a" keyHint="a" onClick={toComposer}>
          {t('request.answerBelow')}
        </Button>
      )}
    </div>
  );
}

/** Shares its text with the composer of the session's page: what was begun here goes on there. */
function AnswerBox(props: { session: Session; since: number; off: boolean; none: boolean }): ReactNode {
  const { session, since, off, none } = props;
  const name = draftName(session.key);
  const draft = useStored(name);
  const sent = usePromptSince(session, since);
  const [again, setAgain] = useState('');
  const blank = draft.trim() === '';
  const submit = (): void => {
    if (off || blank) return;
    send({ sessionKey: session.key, action: { type: 'prompt', text: draft } });
    writeStored(name, '');
    setAgain('');
  };
  if (sent !== null && again !== sent.id)
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <CommandDelivery command={sent} agent={session.agent} quote />
        {['refused', 'failed', 'unknown'].includes(sent.delivery.state) ? (
          <Button look="quiet" onClick={() => setAgain(sent.id)}>
            {t('delivery.answerAgain')}
          </Button>
        ) : null}
      </div>
    );
  return (
    <form
      className="flex max-w-[760px] flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <GrowingText
        className={`${TEXT_FIELD} flex-[1_1_220px]`}
        aria-label={t('request.yourAnswer', { agent: session.agent })}
        placeholder={t('request.yourAnswer', { agent: session.agent })}
        value={draft}
        setValue={(text) => writeStored(name, text)}
        submit={submit}
      />
      {none ? (
        blank ? null : (
          <CopyButton look="plain" text={draft} label={t('copy.answer')} />
        )
      ) : (
        <Button look="primary" type="submit" disabled={off || blank} data-off={off || blank ? '' : undefined}>
          {t('question.send')}
        </Button>
      )}
    </form>
  );
}

/** The newest prompt that went to the session since it asked. */
function usePromptSince({ key }: Session, since: number): Command | null {
  const commands = useApp((state) => state.board.commands);
  return useMemo(() => {
    const own = [...commands.values()].filter(
      ({ sessionKey, action, createdAt }) => sessionKey === key && action.type === 'prompt' && createdAt >= since,
    );
    return own.reduce<Command | null>(
      (newest, one) => (newest === null || one.createdAt >= newest.createdAt ? one : newest),
      null,
    );
  }, [commands, key, since]);
}

function toComposer(): void {
  document.querySelector<HTMLElement>('[data-composer]')?.focus();
}
