import { useState, type ClipboardEvent, type DragEvent, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { titleOf } from '../../lib/words.ts';
import { attach, detachAll, pathsOf, useAttached } from '../../state/attachments.ts';
import { useStored, writeStored } from '../../state/persisted.ts';
import { useUndoWindow } from '../../state/preferences.ts';
import { send } from '../../state/send.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { GrowingText } from '../../ui/growing-text.tsx';
import { AttachButton, attachOfferOf, Chips } from './attachments.tsx';
import { draftName } from './draft.ts';
import { SendButton, type When } from './send-button.tsx';
import { UndoWindow } from './undo-window.tsx';
import { WaitingPrompts } from './waiting-prompts.tsx';

/** Where the person speaks. What is typed survives a reload; it is let go only when it is on its way. */
export function Composer({ session, sent }: { session: Session; sent: () => void }): ReactNode {
  const { key, prompt } = session;
  const draft = useStored(draftName(key));
  const live = useApp(isLive);
  const attached = useAttached(key);
  const { holdMs } = useUndoWindow();
  const files = useFiles(session);
  const closed = prompt.channel === 'none';
  const waits = attached.some(({ state }) => state.phase !== 'ready');
  const off = closed || !live || waits || draft.trim() === '';
  const busy = session.status.value === 'working' || session.status.value === 'needs_attention';
  const submit = (when: When = 'now'): void => {
    if (off) return;
    const attachments = pathsOf(attached);
    send({
      sessionKey: key,
      action: {
        type: 'prompt',
        text: draft,
        ...(attachments.length === 0 ? {} : { attachments }),
        ...(when === 'now' ? {} : { when }),
      },
      holdMs,
    });
    writeStored(draftName(key), '');
    detachAll(key);
    sent();
  };
  return (
    <>
      <WaitingPrompts session={session} />
      <form
        className={classes(
          'rounded-m border bg-float focus-within:border-ink-3',
          files.over ? 'border-ink' : 'border-line-2',
        )}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        {...files.listeners}
      >
        <Chips sessionKey={key} attached={attached} />
        <GrowingText
          data-composer
          className="block max-h-[40dvh] w-full min-w-0 resize-none overflow-y-auto bg-transparent px-4 pt-3 pb-1 text-15 outline-none pointer-coarse:min-h-11 pointer-coarse:text-[16px]"
          aria-label={t('composer.label', { title: titleOf(session) })}
          aria-describedby="composer-way"
          aria-keyshortcuts="c"
          placeholder={t(closed ? 'composer.placeholderClosed' : 'composer.placeholder', { agent: session.agent })}
          enterKeyHint="send"
          value={draft}
          setValue={(text) => writeStored(draftName(key), text)}
          submit={submit}
        />
        <div className="flex items-center gap-1 p-1 tablet:px-2 tablet:pb-2">
          <AttachButton session={session} attach={files.take} />
          {closed ? null : <UndoWindow />}
          <p
            id="composer-way"
            className={classes(
              'min-w-0 flex-1 px-2 text-12 text-ink-3',
              files.said === '' && live && !closed && 'max-tablet:sr-only',
            )}
          >
            {files.said === '' ? <Way session={session} live={live} /> : <span role="status">{files.said}</span>}
          </p>
          <span className="ml-auto">
            {closed ? (
              draft.trim() === '' ? null : (
                <CopyButton look="plain" text={draft} label={t('copy.prompt')} />
              )
            ) : (
              <SendButton off={off} busy={busy} agent={session.agent} send={submit} />
            )}
          </span>
        </div>
      </form>
    </>
  );
}

/** How a prompt would travel. */
function Way({ session: { prompt }, live }: { session: Session; live: boolean }): ReactNode {
  if (!live) return t('request.offline');
  if (prompt.channel === 'none') return <Clean text={t('composer.none', { reason: prompt.reason })} />;
  return (
    <>
      <span className="pointer-coarse:hidden">{t('composer.hint')} · </span>
      {t(`request.via.${prompt.channel}`, { via: prompt.via })}
    </>
  );
}

/** Files that are chosen, pasted or dropped; where the session takes none, why. */
function useFiles(session: Session) {
  const [over, setOver] = useState(false);
  const [said, say] = useState('');
  const offer = attachOfferOf(session);
  const take = (files: readonly File[]): void => {
    if (files.length === 0) return;
    if (offer === null) return say(t('composer.attachNever', { agent: session.agent }));
    if (offer.path.channel === 'none') return say(t('composer.attachNot', { reason: offer.path.reason }));
    say('');
    attach(session.key, files);
  };
  const listeners = {
    onPaste: (event: ClipboardEvent) => {
      const files = [...event.clipboardData.files];
      if (files.length === 0) return;
      event.preventDefault();
      take(files);
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      take([...event.dataTransfer.files]);
    },
  };
  return { over, said, take, listeners };
}
