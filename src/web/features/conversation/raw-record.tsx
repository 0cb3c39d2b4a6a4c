import { useEffect, useRef, useState, type ReactNode } from 'react';
import { tDocument } from '../session/document-texts.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { useHere } from './here.ts';
import { readRecord } from './read-record.ts';
import { tConversation } from './texts.ts';
import { offsetsOf, type Entry } from './timeline.ts';
import { TextBlock } from './tools/output.tsx';
import { messageOf } from '../../../lib/message-of.ts';

type Read = { state: 'reading' } | { state: 'read'; raw: string | null } | { state: 'failed'; why: string };

/** The agent's own words for an entry, record by record, as they are in its file. */
export function RawRecord({ entry, close }: { entry: Entry; close: () => void }): ReactNode {
  return (
    <section className="mt-2 mb-3 grid gap-3" aria-label={tDocument('raw.title')}>
      {offsetsOf(entry).map((offset) => (
        <OneRecord key={offset} offset={offset} />
      ))}
      <Button look="quiet" className="-ml-3 w-fit" onClick={close}>
        {tDocument('entry.hideRaw')}
      </Button>
    </section>
  );
}

function OneRecord({ offset }: { offset: number }): ReactNode {
  const here = useHere();
  const box = useRef<HTMLDivElement>(null);
  const [read, setRead] = useState<Read>({ state: 'reading' });
  useEffect(() => {
    let wanted = true;
    readRecord(here, offset).then(
      ({ raw }) => wanted && setRead({ state: 'read', raw }),
      (error: unknown) => wanted && setRead({ state: 'failed', why: messageOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [here, offset]);
  useEffect(() => {
    if (read.state !== 'reading') box.current?.scrollIntoView({ block: 'nearest' });
  }, [read]);
  return (
    <div ref={box} className="raw-record grid min-w-0 gap-1">
      <p className="text-12 text-ink-3">{tDocument('raw.at', { offset })}</p>
      {read.state === 'reading' ? <p className="text-12 text-ink-3">{tDocument('raw.reading')}</p> : null}
      {read.state === 'failed' ? (
        <p className="text-ink-2" role="alert">
          {tDocument('raw.failed', { why: read.why })}
        </p>
      ) : null}
      {read.state === 'read' && read.raw === null ? <p className="text-ink-2">{tDocument('raw.gone')}</p> : null}
      {read.state === 'read' && read.raw !== null ? (
        <TextBlock copies={[{ text: read.raw, label: tConversation('code.copy') }]}>
          <Clean text={pretty(read.raw)} />
        </TextBlock>
      ) : null}
    </div>
  );
}

/** Line by line where that is the same record; numbers too long for this language, and keys told twice, stay as written. */
function pretty(raw: string): string {
  try {
    const value: unknown = JSON.parse(raw);
    return JSON.stringify(value) === raw.trim() ? JSON.stringify(value, null, 2) : raw;
  } catch {
    return raw;
  }
}
