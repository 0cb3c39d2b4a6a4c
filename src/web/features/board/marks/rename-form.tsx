import { useId, useState, type ReactNode } from 'react';
import type { Session } from '../../../../contract/session.ts';
import { titleOf } from '../../../lib/words.ts';
import { Button } from '../../../ui/button.tsx';
import { FIELD } from '../../../ui/field.ts';
import { Popover } from '../../../ui/popover.tsx';
import { tBoard } from '../texts.ts';
import { mark } from './actions.ts';
import { closeMarks } from './open-menu.ts';

/** What it is called in AMC; nothing is said to the agent. */
export function RenameForm({ session, anchor }: { session: Session; anchor: HTMLElement }): ReactNode {
  const id = useId();
  const [name, setName] = useState(titleOf(session));
  const save = (wanted: string | null): void => {
    closeMarks();
    void mark([session], { name: wanted });
  };
  const own = session.marks?.name !== undefined;
  return (
    <Popover
      anchor={anchor}
      close={closeMarks}
      follows="bar"
      align="left"
      label={tBoard('rename.title')}
      className="w-80 p-3"
    >
      <form
        className="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = name.trim();
          if (wanted === session.title || wanted === '') save(null);
          else save(wanted);
        }}
      >
        <label htmlFor={id} className="text-12 font-semibold text-ink-2">
          {tBoard('rename.title')}
        </label>
        <input
          id={id}
          data-first
          data-rename=""
          maxLength={200}
          className={FIELD}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <p className="text-12 text-ink-3">{tBoard('rename.about', { agent: session.agent })}</p>
        <div className="mt-1 flex justify-end gap-2">
          {own ? (
            <Button look="quiet" onClick={() => save(null)}>
              {tBoard('rename.none')}
            </Button>
          ) : null}
          <Button look="primary" type="submit">
            {tBoard('rename.save')}
          </Button>
        </div>
      </form>
    </Popover>
  );
}
