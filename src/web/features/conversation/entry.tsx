import { memo, type ReactNode } from 'react';
import type { Command } from '../../../contract/command.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { useStored, writeStored } from '../../state/persisted.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Folded } from '../../ui/folded.tsx';
import { TimeOfDay } from '../../ui/time.tsx';
import { CommandDelivery, DeliveryMark } from '../delivery/delivery-line.tsx';
import { draftName } from '../session/draft.ts';
import { Markdown } from './markdown.tsx';
import type { Entry } from './timeline.ts';
import { ToolEntry } from './tool-entry.tsx';

interface EntryProps {
  entry: Entry;
  session: Session;
  last: boolean;
}

/** One thing in the conversation, with its time in the margin where there is one. */
export const EntryView = memo(
  function EntryView({ entry, session, last }: EntryProps): ReactNode {
    switch (entry.kind) {
      case 'prompt':
        return (
          <Placed at={entry.item.at} className="mt-8 first:mt-2">
            <div className="rounded-m bg-paper-2 px-4 py-3">
              <span className="sr-only">{t('conversation.you')}</span>
              <p className="text-15 break-words whitespace-pre-wrap">
                <Clean text={entry.item.text} />
              </p>
              {entry.item.images > 0 ? (
                <p className="mt-1 text-ink-3">{t('conversation.images', { n: entry.item.images })}</p>
              ) : null}
              {entry.command === null ? null : (
                <p className="mt-2" data-command={entry.command.id} data-delivery={entry.command.delivery.state}>
                  <DeliveryMark command={entry.command} agent={session.agent} />
                </p>
              )}
            </div>
          </Placed>
        );
      case 'reply':
        return (
          <Placed at={entry.item.at} className="mt-5">
            <span className="sr-only">{session.agent}</span>
            <Markdown text={entry.item.text} />
          </Placed>
        );
      case 'thinking':
        return (
          <Placed className="mt-3">
            <Folded summary={t('conversation.thinking')}>
              <div className="border-l-2 border-line pl-3 opacity-80">
                <Markdown text={entry.item.text} />
              </div>
            </Folded>
          </Placed>
        );
      case 'tool':
        return (
          <Placed className="tool-entry">
            <ToolEntry call={entry.call} result={entry.result} pending={last ? pendingOf(session) : 'none'} />
          </Placed>
        );
      case 'note':
        return (
          <Placed at={entry.item.at} className="mt-5">
            <p className="flex items-center gap-3 text-12 text-ink-3 after:h-px after:flex-1 after:bg-line">
              <span className="min-w-0 break-words">
                <Clean text={entry.item.text} />
              </span>
            </p>
          </Placed>
        );
      case 'command':
        return (
          <Placed at={entry.command.createdAt} className="mt-5">
            {entry.command.action.type === 'prompt' ? (
              <div className="grid gap-2 rounded-m border border-line px-4 py-3">
                <p className="text-15 break-words whitespace-pre-wrap">{entry.command.action.text}</p>
                <CommandDelivery command={entry.command} agent={session.agent} />
                <TakeUpAgain command={entry.command} />
              </div>
            ) : (
              <CommandDelivery command={entry.command} agent={session.agent} />
            )}
          </Placed>
        );
    }
  },
  (before, after) =>
    before.last === after.last &&
    pendingOf(before.session) === pendingOf(after.session) &&
    before.session.agent === after.session.agent &&
    same(before.entry, after.entry),
);

/** A prompt that did not arrive, or of which nobody knows, can be taken up again; AMC itself never sends it twice. */
function TakeUpAgain({ command }: { command: Command }): ReactNode {
  const { action, sessionKey, delivery } = command;
  const draft = useStored(draftName(sessionKey));
  const lost = delivery.state === 'refused' || delivery.state === 'failed' || delivery.state === 'unknown';
  if (action.type !== 'prompt' || !lost || draft !== '') return null;
  return (
    <Button look="quiet" className="-ml-3 w-fit" onClick={() => writeStored(draftName(sessionKey), action.text)}>
      {t('delivery.takeUp')}
    </Button>
  );
}

/** What a call without a result is doing, when it is the newest thing. */
function pendingOf({ status, requests }: Session): 'running' | 'waiting' | 'none' {
  if (requests.some(({ kind }) => kind === 'permission')) return 'waiting';
  return status.value === 'working' ? 'running' : 'none';
}

/** Entries are built anew with every change; what they are made of is not. */
function same(a: Entry, b: Entry): boolean {
  if (a.kind === 'tool' && b.kind === 'tool') return a.call === b.call && a.result === b.result;
  if (a.kind === 'command' && b.kind === 'command') return a.command === b.command;
  if (a.kind === 'prompt' && b.kind === 'prompt') return a.item === b.item && a.command === b.command;
  return 'item' in a && 'item' in b && a.item === b.item;
}

function Placed({
  at,
  className,
  children,
}: {
  at?: number | undefined;
  className: string;
  children: ReactNode;
}): ReactNode {
  return (
    <li className={`relative ${className}`}>
      {at === undefined ? null : (
        <span className="absolute top-0.5 right-full mr-5 hidden w-20 text-right text-12 text-ink-3 wide:block">
          <TimeOfDay at={at} />
        </span>
      )}
      {children}
    </li>
  );
}
