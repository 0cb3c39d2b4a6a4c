import { useState, type ReactNode } from 'react';
import type { ConversationItem } from '../../../contract/conversation.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { detachAll, pathsOf, useAttached } from '../../state/attachments.ts';
import { useUndoWindow } from '../../state/preferences.ts';
import { send } from '../../state/send.ts';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { AttachButton, Chips } from './attachments.tsx';
import { PromptField } from './composer/prompt-field.tsx';
import { promptsOf } from './composer/prompt-history.ts';
import { tComposer } from './composer/texts.ts';
import { useDraft } from './composer/use-draft.ts';
import { useFiles } from './composer/use-files.ts';
import { SendButton, type When } from './send-button.tsx';
import { UndoWindow } from './undo-window.tsx';
import { WaitingPrompts } from './waiting-prompts.tsx';
import { ofServer } from '../../i18n/language.ts';

interface ComposerProps {
  session: Session;
  sent: () => void;
  /** The end of the conversation: what was asked before is called back from it. */
  items: readonly ConversationItem[];
}

/** Where the person speaks. What is typed survives a reload; it is let go only when it is on its way. */
export function Composer({ session, sent, items }: ComposerProps): ReactNode {
  const { key, prompt } = session;
  const draft = useDraft(key);
  const { text } = draft;
  const live = useApp(isLive);
  const attached = useAttached(key);
  const { holdMs } = useUndoWindow();
  const files = useFiles(session);
  const [tall, setTall] = useState(false);
  const closed = prompt.channel === 'none';
  const waits = attached.some(({ state }) => state.phase !== 'ready');
  const off = closed || !live || waits || text.trim() === '';
  const busy = session.status.value === 'working' || session.status.value === 'needs_attention';
  const submit = (when: When = 'now'): void => {
    if (off) return;
    const attachments = pathsOf(attached);
    send({
      sessionKey: key,
      action: {
        type: 'prompt',
        text,
        ...(attachments.length === 0 ? {} : { attachments }),
        ...(when === 'now' ? {} : { when }),
      },
      holdMs,
    });
    draft.sent();
    setTall(false);
    detachAll(key);
    sent();
  };
  const said = files.over ? tComposer('compose.drop') : files.said;
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
        onPaste={files.onPaste}
      >
        <Chips sessionKey={key} attached={attached} />
        <PromptField
          session={session}
          value={text}
          setValue={draft.write}
          submit={submit}
          prompts={() => [...[draft.under].filter(Boolean), ...promptsOf(items, commandsTo(session))]}
          recalled={draft.recalled}
          recall={draft.recall}
          tall={tall}
        />
        <div className="flex items-center gap-1 p-1 tablet:px-2 tablet:pb-2">
          <AttachButton session={session} attach={files.take} />
          {closed ? null : <UndoWindow />}
          {isLong(text) || tall ? <HeightSwitch tall={tall} setTall={setTall} /> : null}
          <p
            id="composer-way"
            className={classes(
              'min-w-0 flex-1 px-2 text-12 text-ink-3',
              said === '' && live && !closed && 'max-tablet:sr-only',
            )}
          >
            {said === '' ? <Way session={session} live={live} /> : <span role="status">{said}</span>}
          </p>
          <span className="ml-auto">
            {closed ? (
              text.trim() === '' ? null : (
                <CopyButton look="plain" text={text} label={t('copy.prompt')} />
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

/** Asked for when somebody looks back, so that commands that come and go draw nothing here. */
function commandsTo({ key }: Session) {
  return [...useApp.getState().board.commands.values()].filter(({ sessionKey }) => sessionKey === key);
}

/** More than a glance takes in. */
function isLong(text: string): boolean {
  return text.length > 500 || text.split('\n', LONG_LINES + 1).length > LONG_LINES;
}

const LONG_LINES = 6;

function HeightSwitch({ tall, setTall }: { tall: boolean; setTall: (tall: boolean) => void }): ReactNode {
  return (
    <IconButton label={tComposer(tall ? 'compose.low' : 'compose.tall')} onClick={() => setTall(!tall)}>
      <path
        d={tall ? 'M8 2v4M5 3.5 8 6.5l3-3M8 14v-4M5 12.5 8 9.5l3 3' : 'M8 6.5v-4M5 5l3-3 3 3M8 9.5v4M5 11l3 3 3-3'}
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </IconButton>
  );
}

/** How a prompt would travel. */
function Way({ session: { prompt }, live }: { session: Session; live: boolean }): ReactNode {
  if (!live) return t('request.offline');
  if (prompt.channel === 'none')
    return <Clean text={tComposer('composer.none', { reason: ofServer(prompt.reason) })} />;
  return (
    <>
      <span className="pointer-coarse:hidden">{tComposer('composer.hint')} · </span>
      {t(`request.via.${prompt.channel}`, { via: prompt.via })}
    </>
  );
}
