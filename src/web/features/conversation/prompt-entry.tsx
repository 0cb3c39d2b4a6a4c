import type { ReactNode } from 'react';
import { tDocument } from '../session/document-texts.ts';
import { Clean } from '../../ui/clean.tsx';
import { DeliveryMark } from '../delivery/delivery-mark.tsx';
import { Pictures } from './pictures.tsx';
import type { Entry } from './timeline.ts';

/** What a person said, and how it came there. */
export function PromptEntry({ entry, agent }: { entry: Extract<Entry, { kind: 'prompt' }>; agent: string }): ReactNode {
  const { item, command } = entry;
  const typed = item.via === 'command' || item.via === 'shell';
  return (
    <div className="rounded-m bg-paper-2 px-4 py-3">
      <span className="sr-only">{tDocument('conversation.you')}</span>
      <p
        className={
          typed ? 'font-mono text-13 break-words whitespace-pre-wrap' : 'text-15 break-words whitespace-pre-wrap'
        }
      >
        {item.via === 'shell' ? (
          <span aria-hidden="true" className="text-ink-3 select-none">
            {'! '}
          </span>
        ) : null}
        <Clean text={item.text} />
      </p>
      {item.images > 0 ? <Pictures offset={item.offset} count={item.images} /> : null}
      <Attached files={item.files ?? []} />
      {item.via === 'queued' || item.via === 'sdk' ? (
        <p className="mt-1 text-12 text-ink-3">{tDocument(`prompt.via.${item.via}`)}</p>
      ) : null}
      {command === null ? null : (
        <div className="mt-2" data-command={command.id} data-delivery={command.delivery.state}>
          <DeliveryMark command={command} agent={agent} />
        </div>
      )}
    </div>
  );
}

function Attached({ files }: { files: readonly string[] }): ReactNode {
  if (files.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-1.5 text-12 text-ink-2" aria-label={tDocument('prompt.attached')}>
      {files.map((file, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- files of one unchanging prompt
        <li key={index} className="max-w-full rounded-s border border-line px-1.5 py-px font-mono break-all">
          <Clean text={file} />
        </li>
      ))}
    </ul>
  );
}
