import { useEffect, useState, type ReactNode } from 'react';
import type { ConversationItem } from '../../../contract/conversation.ts';
import { t } from '../../i18n/t.ts';
import { tDocument } from '../session/document-texts.ts';
import { copyText } from '../../lib/copy-text.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { Popover } from '../../ui/popover.tsx';
import { useHere, type Here } from './here.ts';
import { readRecord } from './read-record.ts';
import type { Entry } from './timeline.ts';

interface EntryMenuProps {
  entry: Entry;
  item: ConversationItem;
  raw: boolean;
  setRaw: (raw: boolean) => void;
}

const DONE_MS = 1_500;

/** What can be done with one message. Nothing of it is drawn before it is asked for. */
export function EntryMenu({ entry, item, raw, setRaw }: EntryMenuProps): ReactNode {
  /** The button, while its menu is open. */
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [said, say] = useState('');
  const here = useHere();
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => say(''), DONE_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (text: string | Promise<string>): void => {
    Promise.resolve(text)
      .then(copyText)
      .then(
        () => say(t('entry.copied')),
        () => say(t('entry.notCopied')),
      )
      .finally(() => setAnchor(null));
  };
  return (
    <div className="entry-menu" data-open={anchor !== null || said !== '' ? '' : undefined}>
      <button
        type="button"
        aria-label={tDocument('entry.more')}
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => setAnchor(anchor === null ? currentTarget : null)}
        className="grid h-7 w-6 place-items-center rounded-s text-ink-3 hover:bg-paper-3 hover:text-ink pointer-coarse:h-11 pointer-coarse:w-7"
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="currentColor">
          <circle cx="3" cy="8" r="1.4" />
          <circle cx="8" cy="8" r="1.4" />
          <circle cx="13" cy="8" r="1.4" />
        </svg>
      </button>
      {anchor !== null || said !== '' ? (
        <span
          role="status"
          className="absolute top-1 right-full mr-1 rounded-s bg-ink px-1.5 text-12 whitespace-nowrap text-paper empty:hidden"
        >
          {said}
        </span>
      ) : null}
      {anchor !== null ? (
        <Popover anchor={anchor} close={() => setAnchor(null)} className="grid min-w-40">
          <MenuButton press={() => copy(linkTo(here, item))}>{tDocument('entry.copyLink')}</MenuButton>
          <MenuButton press={() => copy(textOf(here, entry))}>{tDocument('entry.copyText')}</MenuButton>
          <MenuButton
            press={() => {
              setAnchor(null);
              setRaw(!raw);
            }}
          >
            {tDocument(raw ? 'entry.hideRaw' : 'entry.showRaw')}
          </MenuButton>
        </Popover>
      ) : null}
    </div>
  );
}

function MenuButton({ press, children }: { press: () => void; children: ReactNode }): ReactNode {
  return (
    <button
      type="button"
      onClick={press}
      className="min-h-8 rounded-s px-3 text-left text-13 hover:bg-paper-3 pointer-coarse:min-h-11"
    >
      {children}
    </button>
  );
}

function linkTo({ key, agentId, branches }: Here, { offset }: ConversationItem): string {
  return location.origin + sessionPath(key, { agentId, at: offset, branches });
}

/** The whole of it, also where the page holds only a part. */
async function textOf(here: Here, entry: Entry): Promise<string> {
  if (entry.kind === 'command') return '';
  if (entry.kind !== 'tool') return entry.item.text;
  const { call, result } = entry;
  let output = result?.output;
  if (result?.cut !== undefined) {
    const { items } = await readRecord(here, result.offset);
    const whole = items.find((item) => item.kind === 'tool_result' && item.callId === result.callId);
    if (whole?.kind !== 'tool_result') throw new Error('The record does not hold the result any more');
    output = whole.output;
  }
  return [call?.input, output].filter((text) => text !== undefined && text !== '').join('\n\n');
}
