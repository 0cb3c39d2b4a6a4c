import { useState, type ReactNode } from 'react';
import type { Action } from '../../../contract/command.ts';
import type { Choice } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { keysOf } from './choice-keys.ts';
import type { Hindrance } from './decision.ts';

interface ChoicesProps {
  request: { id: string };
  choices: readonly Choice[];
  agent: string;
  decide: (action: Action) => void;
  hindrance: Hindrance;
}

/** The agent's own choices as buttons, in its order, and a way to say no with words where it takes them. */
export function Choices({ request, choices, agent, decide, hindrance }: ChoicesProps): ReactNode {
  const [writing, setWriting] = useState(false);
  if (choices.length === 0) return <p className="text-ink-2">{t('request.noChoices')}</p>;
  const keys = keysOf(choices);
  const firstAllow = choices.find(({ effect }) => effect === 'allow');
  const off = hindrance !== null;
  const wordy = choices.find(({ effect, takesMessage }) => effect === 'deny' && takesMessage);
  if (writing) {
    return (
      <DenyWithMessage
        agent={agent}
        off={off}
        close={() => setWriting(false)}
        deny={(message) => decide({ type: 'deny', requestId: request.id, ...(message === '' ? {} : { message }) })}
      />
    );
  }
  return (
    <div className="flex max-w-full flex-wrap gap-2 max-tablet:w-full max-tablet:*:flex-auto">
      {choices.map((choice, index) => (
        <Button
          key={choice.id}
          look={choice === firstAllow ? 'primary' : 'plain'}
          className="max-w-[46ch] text-left whitespace-normal"
          disabled={off}
          data-off={hindrance === 'offline' ? '' : undefined}
          data-key={keys[index]}
          aria-keyshortcuts={keys[index]}
          keyHint={keys[index]?.split(' ')[0] ?? ''}
          onClick={() => decide(actionOf(choice, request.id, choices))}
        >
          <Clean text={choice.label} />
        </Button>
      ))}
      {wordy === undefined ? null : (
        <Button
          look="quiet"
          disabled={off}
          data-off={hindrance === 'offline' ? '' : undefined}
          data-key="D"
          onClick={() => setWriting(true)}
        >
          {t('request.denyWith')}
        </Button>
      )}
    </div>
  );
}

function DenyWithMessage(props: {
  agent: string;
  off: boolean;
  close: () => void;
  deny: (message: string) => void;
}): ReactNode {
  const [message, setMessage] = useState('');
  return (
    <form
      className="flex w-full flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.off) props.deny(message.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        props.close();
      }}
    >
      <input
        // The person asked for this field by pressing the button it replaces.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className="min-h-8 min-w-0 flex-[1_1_240px] rounded-m border border-line-2 bg-float px-3 text-13 pointer-coarse:min-h-11 pointer-coarse:text-[16px]"
        aria-label={t('request.denyPlaceholder', { agent: props.agent })}
        placeholder={t('request.denyPlaceholder', { agent: props.agent })}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
      />
      <Button look="primary" type="submit" disabled={props.off}>
        {message.trim() === '' ? t('request.deny') : t('request.denySend')}
      </Button>
      <Button look="quiet" onClick={props.close}>
        {t('request.cancel')}
      </Button>
    </form>
  );
}

/** `deny` stands for the first choice that denies; every other choice is told by its id. */
function actionOf(choice: Choice, requestId: string, choices: readonly Choice[]): Action {
  const firstDeny = choices.find(({ effect }) => effect === 'deny');
  return choice === firstDeny ? { type: 'deny', requestId } : { type: 'approve', requestId, choiceId: choice.id };
}
