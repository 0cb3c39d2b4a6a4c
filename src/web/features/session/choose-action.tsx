import { useState, type ReactNode } from 'react';
import type { Action } from '../../../contract/command.ts';
import type { Offer } from '../../../contract/session.ts';
import { tDocument } from './document-texts.ts';
import { Button } from '../../ui/button.tsx';
import { FIELD } from '../../ui/field.ts';
import { RadioList } from '../../ui/radio-list.tsx';

interface ChooseActionProps {
  offer: Offer;
  off: boolean;
  act: (action: Action) => void;
}

/** A mode, or a model with its effort. Choosing only chooses; the button switches. */
export function ChooseAction({ offer, off, act }: ChooseActionProps): ReactNode {
  const { action, choices = [], current, currentEffort } = offer;
  const [chosen, setChosen] = useState(current ?? '');
  const [wantedEffort, setEffort] = useState(currentEffort ?? '');
  const efforts = choices.find(({ id }) => id === chosen)?.efforts ?? [];
  const effort = efforts.includes(wantedEffort) ? wantedEffort : '';
  const same = chosen === (current ?? '') && (effort === (currentEffort ?? '') || efforts.length === 0);
  const still = off || same || chosen.trim() === '';
  const submit = (): void => {
    if (still) return;
    if (action === 'mode') act({ type: 'mode', mode: chosen.trim() });
    else act({ type: 'model', model: chosen.trim(), ...(effort === '' ? {} : { effort }) });
  };
  return (
    <form
      className="-mx-3 grid gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {choices.length === 0 ? (
        <input
          className={`${FIELD} mx-3`}
          aria-label={tDocument(action === 'mode' ? 'menu.mode' : 'menu.model')}
          placeholder={tDocument('menu.byName')}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        />
      ) : (
        <RadioList
          label={tDocument(action === 'mode' ? 'menu.mode' : 'menu.model')}
          choices={choices}
          value={chosen}
          choose={setChosen}
        />
      )}
      {efforts.length === 0 ? null : (
        <div className="mt-1 border-t border-line pt-1">
          <p className="px-3 pt-1 text-12 text-ink-3">{tDocument('menu.effort')}</p>
          <RadioList
            label={tDocument('menu.effort')}
            choices={efforts.map((id) => ({ id, label: id }))}
            value={effort}
            choose={setEffort}
          />
        </div>
      )}
      <Button look="primary" type="submit" disabled={still} data-off={still ? '' : undefined} className="mx-3 mt-1">
        {tDocument('menu.switch')}
      </Button>
    </form>
  );
}
