import { useState, type ReactNode } from 'react';
import type { Action } from '../../../contract/command.ts';
import type { Choice } from '../../../contract/request.ts';
import { t } from '../../i18n/t.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { DenyWithMessage } from './deny-with-message.tsx';
import { keysOf } from './choice-keys.ts';
import type { Hindrance } from './decision.ts';
import { Foot } from './foot.tsx';
import type { RequestPlace } from './request-card.tsx';

interface ChoicesProps {
  request: { id: string };
  choices: readonly Choice[];
  agent: string;
  decide: (action: Action) => void;
  hindrance: Hindrance;
  place: RequestPlace;
  /** A plan is sent back with comments; everything else is denied with a message. */
  back?: boolean;
}

const IN_PLACE = 'flex max-w-full flex-wrap gap-2 max-tablet:w-full max-tablet:*:flex-auto';

/** The agent's own choices as buttons, in its order, and a way to say no with words where it takes them. */
export function Choices({ request, choices, agent, decide, hindrance, place, back = false }: ChoicesProps): ReactNode {
  const [writing, setWriting] = useState(false);
  if (choices.length === 0) return <p className="text-ink-2">{t('request.noChoices')}</p>;
  const keys = keysOf(choices);
  const firstAllow = choices.find(({ effect }) => effect === 'allow');
  const off = hindrance !== null;
  const wordy = choices.find(({ effect, takesMessage }) => effect === 'deny' && takesMessage);
  const words = wordsOf(back, agent);
  if (writing && wordy !== undefined) {
    return (
      <Foot>
        <DenyWithMessage
          name={request.id}
          words={words}
          off={off}
          close={() => setWriting(false)}
          deny={(message) => decide({ ...denyOf(wordy, request.id, choices), ...(message === '' ? {} : { message }) })}
        />
      </Foot>
    );
  }
  return (
    <Foot>
      <div className={place === 'inbox' ? 'choices' : IN_PLACE}>
        {choices.map((choice, index) => (
          <Button
            key={choice.id}
            look={choice === firstAllow ? 'primary' : 'plain'}
            className="max-w-[64ch] text-left whitespace-normal"
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
            data-press={place === 'inbox' ? 'm' : undefined}
            aria-keyshortcuts={place === 'inbox' ? 'm Shift+D' : 'Shift+D'}
            {...(place === 'inbox' ? { keyHint: 'm' } : {})}
            onClick={() => setWriting(true)}
          >
            {t(back ? 'request.plan.back' : 'request.denyWith')}
          </Button>
        )}
      </div>
    </Foot>
  );
}

function actionOf(choice: Choice, requestId: string, choices: readonly Choice[]): Action {
  const refuses = choice.effect === 'deny' || choice.effect === 'cancel';
  return refuses ? denyOf(choice, requestId, choices) : { type: 'approve', requestId, choiceId: choice.id };
}

/** `deny` stands for the first choice that denies; every other choice is told by its id. */
export function denyOf(
  choice: Choice,
  requestId: string,
  choices: readonly Choice[],
): Extract<Action, { type: 'deny' }> {
  const first = choices.find(({ effect }) => effect === 'deny');
  return { type: 'deny', requestId, ...(choice === first ? {} : { choiceId: choice.id }) };
}

function wordsOf(back: boolean, agent: string): { placeholder: string; send: string; bare: string } {
  return back
    ? {
        placeholder: t('request.plan.backPlaceholder', { agent }),
        send: t('request.plan.backSend'),
        bare: t('request.plan.backBare'),
      }
    : {
        placeholder: t('request.denyPlaceholder', { agent }),
        send: t('request.denySend'),
        bare: t('request.deny'),
      };
}
