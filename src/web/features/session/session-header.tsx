import { useState, type MouseEvent, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { modeOf, placeOf, shortModel, titleOf } from '../../lib/words.ts';
import { cameFrom } from '../../state/came-from.ts';
import { send } from '../../state/send.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { StatusEvidence } from '../../ui/evidence.tsx';
import { Hint } from '../../ui/hint.tsx';
import { StatusShape } from '../../ui/status-shape.tsx';
import { NARROW, useMedia } from '../../ui/use-media.ts';
import { shownStatus, StatusWord } from '../board/status-word.tsx';
import { Facts } from './facts.tsx';
import { SessionMenu } from './session-menu.tsx';
import { ofServer } from '../../i18n/language.ts';

interface HeaderProps {
  session: Session;
  detail: HistoryDetail | null;
  onBoard: boolean;
  /** The subagent whose conversation is read; null: the session's own. */
  agentId: string | null;
  /** Ways through the conversation. */
  tools: ReactNode;
  /** What lies over the text below the header. */
  over: ReactNode;
}

/** Which session this is and what it does, always in sight. */
export function SessionHeader({ session, detail, onBoard, agentId, tools, over }: HeaderProps): ReactNode {
  const live = useApp(isLive);
  const narrow = useMedia(NARROW);
  const [open, setOpen] = useState(false);
  return (
    <header className="session-header sticky top-12 z-12 border-b border-line bg-paper">
      <div
        className={classes(
          'mx-auto flex max-w-[1120px] items-center gap-3 px-4 max-tablet:gap-1 py-2 tablet:px-6 wide:pl-28',
          !live && 'is-stale',
        )}
      >
        <Back session={session} agentId={agentId} />
        <div className="min-w-0 flex-1">
          {agentId === null ? (
            <>
              <h1 className="truncate text-15 font-semibold">
                <Clean text={titleOf(session)} />
              </h1>
              <Where session={session} />
            </>
          ) : (
            <SubagentTitle session={session} detail={detail} agentId={agentId} />
          )}
          <p className={classes('no-print flex items-center gap-2 wide:hidden', agentId !== null && 'hidden')}>
            <StatusShape value={shownStatus(session)} size={12} />
            <span className="min-w-0 truncate">
              <StatusWord session={session} />
            </span>
          </p>
        </div>
        <Hint
          hint={<StatusEvidence status={session.status} />}
          align="right"
          className="no-print flex max-w-[420px] min-w-0 shrink items-center gap-2 max-wide:hidden"
        >
          <StatusShape value={shownStatus(session)} />
          <span className="truncate">
            <StatusWord session={session} />
          </span>
        </Hint>
        {narrow ? null : tools}
        <Button
          look="quiet"
          className="px-2 wide:hidden"
          aria-label={t('session.details')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span aria-hidden="true" className={classes('text-15', open && 'rotate-180')}>
            ⌄
          </span>
        </Button>
        {agentId === null && onBoard ? (
          <>
            <Interrupt session={session} />
            <SessionMenu session={session} />
          </>
        ) : null}
      </div>
      {narrow && !open ? <div className="hidden">{tools}</div> : null}
      {open ? (
        <div className="max-h-[60dvh] overflow-y-auto border-t border-line px-4 py-4 tablet:px-6 wide:hidden">
          {narrow ? <div className="-mt-2 -ml-2 mb-2">{tools}</div> : null}
          <Facts session={session} detail={detail} onBoard={onBoard} />
        </div>
      ) : null}
      {over}
    </header>
  );
}

/** To the list it was opened from, else to the board; from a subagent to its session. */
function Back({ session, agentId }: Pick<HeaderProps, 'session' | 'agentId'>): ReactNode {
  const from = agentId === null ? cameFrom() : null;
  const label = agentId !== null ? t('session.toParent') : from === null ? t('session.back') : t('session.backToList');
  const press = (event: MouseEvent): void => {
    if (from === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.back();
  };
  return (
    <Link
      href={agentId === null ? (from ?? '/') : sessionPath(session.key)}
      aria-label={label}
      title={label}
      onClick={press}
      className="-ml-2 grid size-8 shrink-0 place-items-center rounded-m text-ink-2 hover:bg-paper-3 hover:text-ink pointer-coarse:size-11 wide:-ml-12 wide:mr-1"
    >
      <span aria-hidden="true" className="text-18 leading-none">
        ←
      </span>
    </Link>
  );
}

function Where({ session }: { session: Session }): ReactNode {
  const { project, agent, model, effort } = session;
  const where = [
    project.name,
    project.branch,
    agent,
    model === undefined ? undefined : [shortModel(model), effort].filter(Boolean).join(' '),
    modeOf(session),
    placeOf(session),
  ];
  return (
    <p className="truncate text-12 text-ink-3 max-wide:hidden">
      <Clean text={where.filter(Boolean).join(' · ')} />
    </p>
  );
}

function SubagentTitle({
  session,
  detail,
  agentId,
}: Pick<HeaderProps, 'session' | 'detail'> & { agentId: string }): ReactNode {
  const subagent = detail?.subagents.find((one) => one.agentId === agentId);
  const words = [subagent?.role, subagent?.description].filter(Boolean);
  return (
    <>
      <h1 className="truncate text-15 font-semibold">
        {t('session.subagent')} <Clean text={words.length === 0 ? agentId : words.join(' · ')} />
      </h1>
      <p className="truncate text-12 text-ink-3">
        {t('session.subagentOf')}{' '}
        <Link href={sessionPath(session.key)} className="underline underline-offset-2 hover:text-ink">
          <Clean text={titleOf(session)} />
        </Link>
      </p>
    </>
  );
}

function Interrupt({ session }: { session: Session }): ReactNode {
  const live = useApp(isLive);
  if (session.status.value !== 'working' && session.requests.length === 0) return null;
  const { interrupt } = session;
  const off = interrupt.channel === 'none' || !live;
  const why =
    interrupt.channel === 'none' ? t('session.interruptNot', { reason: ofServer(interrupt.reason) }) : undefined;
  return (
    <Button
      disabled={off}
      data-off={off ? '' : undefined}
      title={why}
      data-press="I"
      aria-keyshortcuts="I"
      onClick={() => send({ sessionKey: session.key, action: { type: 'interrupt' } })}
    >
      <span className="max-tablet:sr-only">{t('session.interrupt')}</span>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" className="tablet:hidden">
        <rect x="2" y="2" width="12" height="12" rx="2" fill="currentColor" />
      </svg>
    </Button>
  );
}
