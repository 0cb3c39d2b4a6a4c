import { useState, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { writeStored, useStored } from '../../state/persisted.ts';
import { send } from '../../state/send.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { TEXT_FIELD } from '../../ui/field.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { CommandDelivery } from '../delivery/delivery-line.tsx';
import { draftName } from '../session/draft.ts';
import { newestPromptSince } from './decision.ts';
import { Foot } from './foot.tsx';
import type { RequestPlace } from './request-card.tsx';

interface AnswerBoxProps {
  session: Session;
  since: number;
  place: RequestPlace;
  /** Not now: not connected, or too soon. */
  off: boolean;
  /** No prompt can go there: the text can be copied. */
  none: boolean;
}

/** A prompt as the answer. Shares its text with the composer of the session's page: what was begun here goes on there. */
export function AnswerBox(props: AnswerBoxProps): ReactNode {
  const { session, since } = props;
  const commands = useApp((state) => state.board.commands);
  const [again, setAgain] = useState('');
  const sent = newestPromptSince(commands.values(), session.key, since);
  if (sent === null || again === sent.id) return <Field {...props} sent={() => setAgain('')} />;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <CommandDelivery command={sent} agent={session.agent} quote />
      {['refused', 'failed', 'unknown'].includes(sent.delivery.state) ? (
        <Button look="quiet" data-press={props.place === 'inbox' ? 'm' : undefined} onClick={() => setAgain(sent.id)}>
          {t('delivery.answerAgain')}
        </Button>
      ) : null}
    </div>
  );
}

function Field({ session, place, off, none, sent }: AnswerBoxProps & { sent: () => void }): ReactNode {
  const name = draftName(session.key);
  const draft = useStored(name);
  const blank = draft.trim() === '';
  const submit = (): void => {
    if (off || none || blank) return;
    send({ sessionKey: session.key, action: { type: 'prompt', text: draft } });
    writeStored(name, '');
    sent();
  };
  const label = t('request.yourAnswer', { agent: session.agent });
  return (
    <Foot>
      <form
        className={`flex flex-wrap items-end gap-2 ${place === 'inbox' ? 'w-full' : 'max-w-[760px]'}`}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <GrowingText
          className={`${TEXT_FIELD} flex-[1_1_220px]`}
          aria-label={label}
          placeholder={label}
          data-press={place === 'inbox' ? 'm' : undefined}
          value={draft}
          setValue={(text) => writeStored(name, text)}
          submit={submit}
        />
        {none ? (
          blank ? null : (
            <CopyButton look="plain" text={draft} label={t('copy.answer')} />
          )
        ) : (
          <Button
            look="primary"
            type="submit"
            disabled={off || blank}
            data-off={off || blank ? '' : undefined}
            data-key={place === 'inbox' ? 'Enter' : undefined}
            {...(place === 'inbox' ? { keyHint: '↵' } : {})}
          >
            {t('question.send')}
          </Button>
        )}
      </form>
    </Foot>
  );
}
