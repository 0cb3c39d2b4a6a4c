import { useState, type ReactNode } from 'react';
import type { Action } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { tDocument } from './document-texts.ts';
import { Button } from '../../ui/button.tsx';
import { TEXT_FIELD } from '../../ui/field.ts';
import { GrowingText } from '../../ui/growing-text.tsx';

interface TextActionProps {
  kind: 'compact' | 'rename';
  session: Session;
  off: boolean;
  act: (action: Action) => void;
}

/** A new title, or what to keep in mind when the conversation is compacted. */
export function TextAction({ kind, session, off, act }: TextActionProps): ReactNode {
  const [text, setText] = useState(kind === 'rename' ? session.title : '');
  const words = text.trim();
  const still = off || (kind === 'rename' && (words === '' || words === session.title));
  const submit = (): void => {
    if (still) return;
    if (kind === 'rename') act({ type: 'rename', title: words });
    else act({ type: 'compact', ...(words === '' ? {} : { instructions: words }) });
  };
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {kind === 'compact' ? <p className="text-12 text-ink-2">{tDocument('menu.compactAbout')}</p> : null}
      <GrowingText
        // Opened to be written into.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className={`${TEXT_FIELD} w-full`}
        aria-label={tDocument(kind === 'rename' ? 'menu.newTitle' : 'menu.instructions')}
        placeholder={tDocument(kind === 'rename' ? 'menu.newTitle' : 'menu.instructions')}
        maxLength={kind === 'rename' ? 200 : undefined}
        value={text}
        setValue={setText}
        submit={submit}
      />
      <Button look="primary" type="submit" disabled={still} data-off={still ? '' : undefined}>
        {tDocument(`menu.${kind}`)}
      </Button>
    </form>
  );
}
