import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { titleOf } from '../../lib/words.ts';
import { useStored, writeStored } from '../../state/persisted.ts';
import { send } from '../../state/send.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { draftName } from './draft.ts';

const TALLEST = 0.4;

/** Where the person speaks. What is typed survives a reload; it is let go only when it is on its way. */
export function Composer({ session, sent }: { session: Session; sent: () => void }): ReactNode {
  const draft = useStored(draftName(session.key));
  const live = useApp(isLive);
  const field = useGrowing(draft);
  const { prompt } = session;
  const closed = prompt.channel === 'none';
  const off = closed || !live || draft.trim() === '';
  const submit = (): void => {
    if (off) return;
    send({ sessionKey: session.key, action: { type: 'prompt', text: draft } });
    writeStored(draftName(session.key), '');
    sent();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!event.repeat) submit();
  };
  return (
    <form
      className="rounded-m border border-line-2 bg-float focus-within:border-ink-3 max-tablet:flex max-tablet:flex-wrap max-tablet:items-end"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        data-composer
        className="block max-h-[40dvh] w-full min-w-0 resize-none max-tablet:flex-1 overflow-y-auto bg-transparent px-4 pt-3 pb-1 text-15 outline-none disabled:cursor-not-allowed max-tablet:py-3 pointer-coarse:text-[16px]"
        aria-label={t('composer.label', { title: titleOf(session) })}
        aria-describedby="composer-way"
        placeholder={
          closed ? t('composer.none', { reason: prompt.reason }) : t('composer.placeholder', { agent: session.agent })
        }
        enterKeyHint="send"
        disabled={closed}
        value={draft}
        onChange={(event) => writeStored(draftName(session.key), event.target.value)}
        onKeyDown={pressed}
      />
      <div className="flex items-center gap-3 p-1 tablet:px-2 tablet:pb-2 tablet:pl-4">
        <p
          id="composer-way"
          className={classes(
            'min-w-0 flex-1 text-12 text-ink-3',
            closed || !live ? 'max-tablet:pl-3' : 'max-tablet:sr-only',
          )}
        >
          <Way session={session} live={live} />
        </p>
        <Button look="primary" type="submit" disabled={off} data-off={off ? '' : undefined}>
          {t('composer.send')}
        </Button>
      </div>
    </form>
  );
}

/** How a prompt would travel. */
function Way({ session: { prompt }, live }: { session: Session; live: boolean }): ReactNode {
  if (prompt.channel === 'none') return null;
  if (!live) return t('request.offline');
  return (
    <>
      <span className="pointer-coarse:hidden">{t('composer.hint')} · </span>
      {t(`request.via.${prompt.channel}`, { via: prompt.via })}
    </>
  );
}

/** As tall as its text, up to a part of the window. */
function useGrowing(text: string): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, innerHeight * TALLEST)}px`;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text is what makes it grow
  }, [text]);
  return field;
}
