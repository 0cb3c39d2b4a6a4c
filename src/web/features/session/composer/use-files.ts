import { useEffect, useEffectEvent, useState, type ClipboardEvent } from 'react';
import type { Session } from '../../../../contract/session.ts';
import { attach } from '../../../state/attachments.ts';
import { attachOfferOf } from '../attachments.tsx';
import { tComposer } from './texts.ts';

interface Files {
  /** Files are held over the page. */
  over: boolean;
  /** Why the last ones were not taken; '' when they were. */
  said: string;
  take: (files: readonly File[]) => void;
  onPaste: (event: ClipboardEvent) => void;
}

/**
 * Files that are chosen, pasted, or dropped anywhere on the page: a browser would leave the page for a file that is dropped
 * beside the field. Where the session takes none, why.
 */
export function useFiles(session: Session): Files {
  const [over, setOver] = useState(false);
  const [said, say] = useState('');
  const offer = attachOfferOf(session);
  const take = (files: readonly File[]): void => {
    if (files.length === 0) return;
    if (offer === null) return say(tComposer('composer.attachNever', { agent: session.agent }));
    if (offer.path.channel === 'none') return say(tComposer('composer.attachNot', { reason: offer.path.reason }));
    say('');
    attach(session.key, files);
  };
  useDropped(take, setOver);
  const onPaste = (event: ClipboardEvent): void => {
    const { files, types } = event.clipboardData;
    // A program that copies a table puts a picture of it beside its text: the text was meant.
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    take([...files]);
  };
  return { over, said, take, onPaste };
}

function useDropped(take: (files: readonly File[]) => void, setOver: (over: boolean) => void): void {
  const dropped = useEffectEvent(take);
  useEffect(() => {
    const dragged = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const left = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const fell = (event: DragEvent): void => {
      setOver(false);
      if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      dropped([...event.dataTransfer.files]);
    };
    document.addEventListener('dragover', dragged);
    document.addEventListener('dragleave', left);
    document.addEventListener('drop', fell);
    return () => {
      document.removeEventListener('dragover', dragged);
      document.removeEventListener('dragleave', left);
      document.removeEventListener('drop', fell);
    };
  }, [setOver]);
}
