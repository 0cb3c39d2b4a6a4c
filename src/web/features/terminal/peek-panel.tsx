import { useRef, type ReactNode, type RefObject } from 'react';
import { isLive, useApp } from '../../state/store.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { PanelProps } from '../panels/panels.ts';
import { PanePicture, textOf } from './pane-picture.tsx';
import { RevealButton } from './reveal-button.tsx';
import { tTerminal } from './texts.ts';
import { useScreen, type FollowedScreen } from './use-screen.ts';
import { useTyping, type Typing } from './use-typing.ts';
import './peek.css';

/** The session's pane as it is now, beside the conversation; typed into only while its switch is on. */
export function PeekPanel({ session }: Pick<PanelProps, 'session'>): ReactNode {
  const { pane, paneNote } = session;
  if (pane === undefined)
    return <Nothing why={paneNote ?? (session.status.value === 'ended' ? null : tTerminal('peek.noPane'))} />;
  const place = `${pane.terminal} ${pane.session} ${pane.pane}`;
  return <Peek key={`${session.key} ${place}`} session={session} label={pane.label} />;
}

function Peek({ session, label }: Pick<PanelProps, 'session'> & { label: string }): ReactNode {
  const live = useApp(isLive);
  const followed = useScreen(session.key);
  const isShown = live && followed.phase === 'live' && followed.why === null && followed.screen !== null;
  const typing = useTyping(session.key, isShown);
  const toggle = useRef<HTMLButtonElement>(null);
  const { screen } = followed;
  if (screen === null) return <Waiting followed={followed} />;
  const leave = (): void => {
    typing.end();
    toggle.current?.focus();
  };
  return (
    <div className="peek" data-typing={typing.isOn ? '' : undefined}>
      <div className="sticky top-0 z-10 bg-float">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
          <p className="min-w-0 flex-1 truncate text-12 text-ink-3">
            <span className="mr-2 font-mono text-ink-2">
              <Clean text={label} />
            </span>
            {tTerminal('peek.size', { cols: screen.cols, rows: screen.rows.length })}
          </p>
          <TypeSwitch typing={typing} isShown={isShown} toggle={toggle} />
          <CopyButton text={textOf(screen)} label={tTerminal('peek.copy')} />
          <div className="contents max-tablet:hidden">
            <RevealButton session={session} />
          </div>
        </div>
        {typing.isOn ? <TypingBar label={label} /> : null}
        <Trouble followed={followed} isConnected={live} />
        <p role="status" className="px-3 pb-2 text-13 text-ink empty:hidden">
          {typing.note === '' ? null : <Clean text={typing.note} />}
        </p>
      </div>
      <div className={classes('peek-ground', !isShown && 'is-stale')}>
        <PanePicture screen={screen} label={label} isTyping={typing.isOn} take={typing.take} leave={leave} />
      </div>
      <p id={HINT} className="px-3 py-2 text-12 text-ink-3">
        {tTerminal('peek.typeHint')}
      </p>
    </div>
  );
}

const HINT = 'peek-hint';

/** Orange, and in words: what is pressed now does not go to this page. */
function TypingBar({ label }: { label: string }): ReactNode {
  return (
    <p className="peek-bar">
      <span className="font-semibold">
        <Clean text={tTerminal('peek.typing', { label })} />
      </span>{' '}
      <span className="peek-bar-hint">{tTerminal('peek.typingHint')}</span>
      <span className="peek-bar-away">{tTerminal('peek.pressHere')}</span>
    </p>
  );
}

interface TypeSwitchProps {
  typing: Typing;
  isShown: boolean;
  toggle: RefObject<HTMLButtonElement | null>;
}

function TypeSwitch({ typing, isShown, toggle }: TypeSwitchProps): ReactNode {
  return (
    <button
      ref={toggle}
      type="button"
      role="switch"
      aria-checked={typing.isOn}
      aria-describedby={HINT}
      disabled={!isShown}
      onClick={typing.isOn ? typing.end : typing.begin}
      className="peek-switch"
    >
      <span aria-hidden="true" className="peek-knob" />
      {tTerminal('peek.type')}
    </button>
  );
}

/** What is below is not what is there now. */
function Trouble({
  followed: { why, isOver, phase },
  isConnected,
}: {
  followed: FollowedScreen;
  isConnected: boolean;
}) {
  const isLost = !isConnected || phase === 'lost' || phase === 'connecting';
  const text = isOver
    ? tTerminal('peek.over', { why: why ?? '' })
    : isLost
      ? tTerminal('peek.lost')
      : why === null
        ? ''
        : `${tTerminal('peek.notNow', { why })} ${tTerminal('peek.asItWas')}`;
  return (
    <p role="status" className="px-3 pb-2 text-13 text-unsure-text empty:hidden">
      {text === '' ? null : <Clean text={text} />}
    </p>
  );
}

/** Before the first screen. */
function Waiting({ followed: { why, isOver } }: { followed: FollowedScreen }): ReactNode {
  const text =
    why === null
      ? tTerminal('peek.reading')
      : tTerminal(isOver ? 'peek.over' : 'peek.notNow', { why: why.replace(/\.$/, '') });
  return (
    <p role="status" className="px-4 py-3 text-ink-2">
      <Clean text={text} />
    </p>
  );
}

function Nothing({ why }: { why: string | null }): ReactNode {
  return (
    <p className="px-4 py-3 text-ink-2">
      <Clean text={tTerminal('peek.over', { why: why ?? 'the session has ended' })} />
    </p>
  );
}
