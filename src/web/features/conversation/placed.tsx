import { Suspense, useState, type ReactNode } from 'react';
import { tDocument } from '../session/document-texts.ts';
import { classes } from '../../ui/classes.ts';
import { TimeOfDay } from '../../ui/time.tsx';
import { EntryMenu } from './entry-menu.tsx';
import { useHere } from './here.ts';
import { itemOf, offsetsOf, type Entry } from './timeline.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const RawRecord = lazyPart(async () => (await import('./raw-record.tsx')).RawRecord);

interface PlacedProps {
  entry: Entry;
  marked: boolean;
  rewound: boolean;
  at?: number | undefined;
  className: string;
  children: ReactNode;
}

/** An entry at its place: its time in the left margin, what can be done with it in the right one. */
export function Placed({ entry, marked, rewound, at, className, children }: PlacedProps): ReactNode {
  const [raw, setRaw] = useState(false);
  const item = itemOf(entry);
  const { thread } = useHere();
  return (
    <li
      className={classes('entry group/entry relative', className)}
      data-entry={`${thread === undefined ? '' : `${thread} `}${entry.kind} ${entry.id}`}
      data-offset={offsetsOf(entry).join(' ')}
      data-marked={marked ? '' : undefined}
      data-rewound={rewound ? '' : undefined}
      aria-current={marked ? 'location' : undefined}
      tabIndex={marked ? -1 : undefined}
    >
      {at === undefined ? null : (
        <span className="entry-time absolute top-0.5 right-full mr-5 hidden w-20 text-right text-12 text-ink-3 wide:block">
          <TimeOfDay at={at} />
        </span>
      )}
      {marked ? <span className="sr-only">{tDocument('entry.marked')}</span> : null}
      {rewound ? <span className="sr-only">{tDocument('entry.rewound')}</span> : null}
      {children}
      {item === null ? null : <EntryMenu entry={entry} item={item} raw={raw} setRaw={setRaw} />}
      {raw ? (
        <Suspense fallback={null}>
          <RawRecord entry={entry} close={() => setRaw(false)} />
        </Suspense>
      ) : null}
    </li>
  );
}
