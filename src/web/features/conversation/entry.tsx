import { memo, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { tDocument } from '../session/document-texts.ts';
import { Folded } from '../../ui/folded.tsx';
import { CommandEntry } from './command-entry.tsx';
import { Markdown } from './markdown.tsx';
import { NoteEntry } from './note-entry.tsx';
import { Placed } from './placed.tsx';
import { PromptEntry } from './prompt-entry.tsx';
import type { Entry } from './timeline.ts';
import { ToolEntry } from './tool-entry.tsx';

/** What an entry must know of its session. */
export interface EntrySession extends Pick<Session, 'requests'> {
  agent: string;
  status: Pick<Session['status'], 'value'>;
}

interface EntryProps {
  entry: Entry;
  session: EntrySession;
  last: boolean;
  /** The address of the page points at it. */
  marked: boolean;
  /** The conversation went back behind it. */
  rewound: boolean;
  /** Of a list of things to do: no newer one has come. */
  current: boolean;
}

/** One thing in the conversation, with its time in the margin where there is one. */
export const EntryView = memo(
  function EntryView({ entry, session, last, marked, rewound, current }: EntryProps): ReactNode {
    const place = { entry, marked, rewound };
    switch (entry.kind) {
      case 'prompt':
        return (
          <Placed {...place} at={entry.item.at} className="mt-8 first:mt-2">
            <PromptEntry entry={entry} agent={session.agent} />
          </Placed>
        );
      case 'reply':
        return (
          <Placed {...place} at={entry.item.at} className="mt-5">
            <span className="sr-only">{session.agent}</span>
            <Markdown text={entry.item.text} />
          </Placed>
        );
      case 'thinking':
        return (
          <Placed {...place} className="mt-3">
            <Folded summary={tDocument('conversation.thinking')} opened={marked}>
              <div className="border-l-2 border-line pl-3 opacity-80">
                <Markdown text={entry.item.text} />
              </div>
            </Folded>
          </Placed>
        );
      case 'tool':
        return (
          <Placed {...place} className="tool-entry">
            <ToolEntry
              call={entry.call}
              result={entry.result}
              pending={last ? pendingOf(session) : 'none'}
              opened={marked || opensItself(entry, current)}
            />
          </Placed>
        );
      case 'note':
        return (
          <Placed {...place} at={entry.item.at} className="mt-5">
            <NoteEntry item={entry.item} />
          </Placed>
        );
      case 'command':
        return (
          <Placed {...place} at={entry.command.createdAt} className="mt-5">
            <CommandEntry command={entry.command} agent={session.agent} />
          </Placed>
        );
    }
  },
  (before, after) =>
    before.last === after.last &&
    before.marked === after.marked &&
    before.rewound === after.rewound &&
    before.current === after.current &&
    pendingOf(before.session) === pendingOf(after.session) &&
    before.session.agent === after.session.agent &&
    same(before.entry, after.entry),
);

/** What was meant for a person to read: plans, questions, and the list of things to do as it stands. */
function opensItself({ call }: Extract<Entry, { kind: 'tool' }>, current: boolean): boolean {
  const type = call?.view?.type;
  return type === 'plan' || type === 'question' || (type === 'todo' && current);
}

/** What a call without a result is doing, when it is the newest thing. */
function pendingOf({ status, requests }: EntrySession): 'running' | 'waiting' | 'none' {
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
