import { useRef, type ReactNode } from 'react';
import type { Offer, Session, SessionKey } from '../../../contract/session.ts';
import { tDocument } from './document-texts.ts';
import { bytes } from '../../lib/amounts.ts';
import { detach, type Attached } from '../../state/attachments.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { tComposer } from './composer/texts.ts';
import { ofServer } from '../../i18n/language.ts';

/** Null: the agent takes no files at all. */
export function attachOfferOf({ offers }: Session): Offer | null {
  return offers.find(({ action }) => action === 'attach') ?? null;
}

/** Nothing for an agent that takes no files; off, with the reason, where it cannot take them now. */
export function AttachButton({ session, attach }: { session: Session; attach: (files: File[]) => void }): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const offer = attachOfferOf(session);
  if (offer === null) return null;
  const { path } = offer;
  const label =
    path.channel === 'none'
      ? tComposer('composer.attachNot', { reason: ofServer(path.reason) })
      : tComposer('composer.attach');
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        data-attach
        onChange={({ currentTarget }) => {
          attach([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <IconButton label={label} disabled={path.channel === 'none'} onClick={() => field.current?.click()}>
        <path
          d="M13.2 7.4 7.9 12.7a3.2 3.2 0 0 1-4.5-4.5l5.6-5.6a2.1 2.1 0 0 1 3 3l-5.5 5.5a1 1 0 0 1-1.5-1.5l4.7-4.7"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </IconButton>
    </>
  );
}

/** What goes with the next prompt, each to be taken out again. */
export function Chips({ sessionKey, attached }: { sessionKey: SessionKey; attached: readonly Attached[] }): ReactNode {
  if (attached.length === 0) return null;
  return (
    <ul aria-label={tDocument('prompt.attached')} className="flex flex-wrap gap-2 px-4 pt-3">
      {attached.map((one) => (
        <Chip key={one.id} one={one} remove={() => detach(sessionKey, one.id)} />
      ))}
    </ul>
  );
}

function Chip({ one, remove }: { one: Attached; remove: () => void }): ReactNode {
  const { name, thumbnail, state } = one;
  return (
    <li
      data-attached={state.phase}
      className="flex max-w-full items-center gap-2 rounded-m border border-line bg-paper-2 py-1 pr-1 pl-1.5 text-12"
    >
      {thumbnail === null ? null : (
        <img src={thumbnail} alt="" className="size-8 shrink-0 rounded-s border border-line object-cover" />
      )}
      <span className="grid min-w-0">
        <span className="max-w-48 truncate font-medium">
          <Clean text={name} />
        </span>
        {state.phase === 'failed' ? (
          <span className="flex items-baseline gap-1 text-bad-text">
            <Shape name="cross" tone="bad" size={8} />
            <Clean text={state.why} />
          </span>
        ) : (
          <span className="text-ink-3">
            {state.phase === 'uploading'
              ? tComposer('composer.uploading')
              : one.bytes === null
                ? null
                : bytes(one.bytes)}
          </span>
        )}
      </span>
      <IconButton label={tComposer('composer.detach', { name })} onClick={remove}>
        <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.6" strokeLinecap="round" />
      </IconButton>
    </li>
  );
}
