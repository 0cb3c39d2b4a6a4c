import { useState } from 'react';
import type { SessionKey } from '../../../../contract/session.ts';
import { useStored, writeStored } from '../../../state/persisted.ts';
import { draftName } from '../draft.ts';
import type { Recalled } from './prompt-history.ts';

export interface Draft {
  text: string;
  recalled: Recalled | null;
  recall: (recalled: Recalled | null) => void;
  write: (value: string) => void;
  /** What is in the field is on its way: what was begun before it stands there again. */
  sent: () => void;
  /** What was begun before an earlier prompt was called back and changed; '' for nothing. */
  under: string;
}

/** What is written to a session, over it an earlier prompt that was called back. Nothing that was begun is lost for that. */
export function useDraft(key: SessionKey): Draft {
  const [name, underName] = [draftName(key), `under.${key}`];
  const draft = useStored(name);
  const under = useStored(underName);
  const [recalled, recall] = useState<Recalled | null>(null);
  const write = (value: string): void => {
    if (recalled !== null && draft.trim() !== '') writeStored(underName, draft);
    recall(null);
    writeStored(name, value);
  };
  const sent = (): void => {
    if (recalled === null) writeStored(name, under);
    if (recalled === null || recalled.text === under) writeStored(underName, '');
    recall(null);
  };
  return { text: recalled?.text ?? draft, recalled, recall, write, sent, under };
}
