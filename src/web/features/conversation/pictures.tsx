/* Pictures of one unchanging record: their index is their identity. */
/* oxlint-disable react/no-array-index-key */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Picture } from '../../../contract/picture.ts';
import { messageOf } from '../../../lib/message-of.ts';
import { tDocument } from '../session/document-texts.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { Clean } from '../../ui/clean.tsx';
import { useHere, type Here } from './here.ts';
import { tConversation } from './texts.ts';

type Read = { state: 'waiting' } | { state: 'read'; pictures: readonly Picture[] } | { state: 'failed'; why: string };

interface PicturesProps {
  /** Of the record they are in. */
  offset: number;
  /** How many there are said to be: so much room is kept for them. */
  count: number;
}

const PLACES = 12;

/**
 * The pictures of one record, small, each to be seen whole when pressed. They come from the agent's own record through AMC,
 * when they come near the window; nothing is loaded from anywhere else, and what is no picture is not shown.
 */
export function Pictures({ offset, count }: PicturesProps): ReactNode {
  const here = useHere();
  const box = useRef<HTMLUListElement>(null);
  const [read, setRead] = useState<Read>({ state: 'waiting' });
  useEffect(() => {
    const controller = new AbortController();
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        picturesAt(here, offset, controller.signal).then(
          (pictures) => setRead({ state: 'read', pictures }),
          (error: unknown) => {
            if (!controller.signal.aborted) setRead({ state: 'failed', why: messageOf(error) });
          },
        );
      },
      { rootMargin: '300px 0px' },
    );
    if (box.current !== null) observer.observe(box.current);
    return () => {
      observer.disconnect();
      controller.abort();
    };
  }, [here, offset]);
  const shown = read.state === 'read' ? read.pictures : [];
  const missing = Math.max(0, Math.min(PLACES, count) - shown.length);
  return (
    <ul ref={box} className="pictures" aria-label={tDocument('conversation.images', { n: count })}>
      {shown.map((picture, index) => (
        <OnePicture
          key={index}
          picture={picture}
          label={tConversation('picture.label', { n: index + 1, of: shown.length })}
        />
      ))}
      {Array.from({ length: missing }, (_, index) => (
        <li key={`place ${index}`} className="picture-place">
          {read.state === 'waiting' ? tConversation('picture.reading') : null}
          {read.state === 'read' ? tConversation(shown.length === 0 ? 'picture.gone' : 'picture.unshown') : null}
          {read.state === 'failed' ? <Clean text={tConversation('picture.failed', read)} /> : null}
        </li>
      ))}
    </ul>
  );
}

function OnePicture({ picture, label }: { picture: Picture; label: string }): ReactNode {
  const whole = useRef<HTMLDialogElement>(null);
  const src = `data:${picture.type};base64,${picture.base64}`;
  return (
    <li>
      <button type="button" className="picture" aria-label={label} onClick={() => whole.current?.showModal()}>
        <img src={src} alt="" />
      </button>
      <dialog ref={whole} aria-label={label} className="picture-whole">
        <form method="dialog">
          <button type="submit" aria-label={tConversation('find.close')}>
            <img src={src} alt={label} />
          </button>
        </form>
      </dialog>
    </li>
  );
}

async function picturesAt({ key, agentId }: Here, offset: number, signal: AbortSignal): Promise<readonly Picture[]> {
  try {
    const query = { pictures: 'with' as const, ...(agentId === null ? {} : { agentId }) };
    const { pictures } = await client.call('record', { params: { key, offset }, query, signal });
    return pictures ?? [];
  } catch (error) {
    if (!signal.aborted) noteRefusal(error);
    throw error;
  }
}

const TOLD = /^[[(]image[\])]$/gm;

/** How many pictures a tool gave back: agents tell each as a line in its place. */
export function picturesTold(output: string): number {
  return output.match(TOLD)?.length ?? 0;
}

/** Whether there is nothing to be read beside them. */
export function isOnlyPictures(output: string): boolean {
  return output !== '' && output.replace(TOLD, '').trim() === '';
}
