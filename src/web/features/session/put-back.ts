import type { Action } from '../../../contract/command.ts';
import type { SessionKey } from '../../../contract/session.ts';
import { attachAgain } from '../../state/attachments.ts';
import { writeStored } from '../../state/persisted.ts';
import { readStored } from '../../state/stored.ts';
import { draftName } from './draft.ts';

type Prompt = Extract<Action, { type: 'prompt' }>;

/** A prompt comes back to where it was written, with its files; before what stands there by now. */
export function putBack(key: SessionKey, { text, attachments = [] }: Prompt): void {
  const name = draftName(key);
  const draft = readStored(name);
  writeStored(name, draft.trim() === '' ? text : `${text}\n\n${draft}`);
  attachAgain(
    key,
    attachments.map(({ path }) => path),
  );
}
