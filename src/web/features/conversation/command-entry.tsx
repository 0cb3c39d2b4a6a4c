import type { ReactNode } from 'react';
import type { Command } from '../../../contract/command.ts';
import { t } from '../../i18n/t.ts';
import { tDocument } from '../session/document-texts.ts';
import { useStored } from '../../state/persisted.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { CommandDelivery } from '../delivery/delivery-line.tsx';
import { draftName } from '../session/draft.ts';
import { putBack } from '../session/put-back.ts';

/** What was sent from AMC and is not on the agent's record, or is no prompt. */
export function CommandEntry({ command, agent }: { command: Command; agent: string }): ReactNode {
  if (command.action.type !== 'prompt') return <CommandDelivery command={command} agent={agent} />;
  return (
    <div className="grid gap-2 rounded-m border border-line px-4 py-3">
      <p className="text-15 break-words whitespace-pre-wrap">{command.action.text}</p>
      <AttachedFiles paths={(command.action.attachments ?? []).map(({ path }) => path)} />
      <CommandDelivery command={command} agent={agent} />
      <TakeUpAgain command={command} />
    </div>
  );
}

function AttachedFiles({ paths }: { paths: readonly string[] }): ReactNode {
  if (paths.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 text-12 text-ink-2" aria-label={tDocument('prompt.attached')}>
      {paths.map((path) => (
        <li key={path} title={path} className="max-w-full truncate rounded-s border border-line px-1.5 py-px font-mono">
          <Clean text={path.split('/').at(-1) ?? path} />
        </li>
      ))}
    </ul>
  );
}

/** A prompt that did not arrive, or of which nobody knows, can be taken up again; AMC itself never sends it twice. */
function TakeUpAgain({ command }: { command: Command }): ReactNode {
  const { action, sessionKey, delivery } = command;
  const draft = useStored(draftName(sessionKey));
  const lost = delivery.state === 'refused' || delivery.state === 'failed' || delivery.state === 'unknown';
  if (action.type !== 'prompt' || !lost || draft !== '') return null;
  return (
    <Button look="quiet" className="-ml-3 w-fit" onClick={() => putBack(sessionKey, action)}>
      {t('delivery.takeUp')}
    </Button>
  );
}
