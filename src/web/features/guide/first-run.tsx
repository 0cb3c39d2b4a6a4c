import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Setup } from '../../../contract/setup.ts';
import { useApp } from '../../state/store.ts';
import { Command } from '../../ui/command.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Phrase } from '../../ui/phrase.tsx';
import { HooksCard } from '../health/hooks-card.tsx';
import { useSetup, type SetupState } from '../health/use-setup.ts';
import { tHealth } from '../health/texts.ts';
import { useNoticePermission } from '../notifications/browser-notices.ts';
import { ThisBrowser } from '../settings/notifications.tsx';
import { Step } from './step.tsx';
import { tGuide } from './texts.ts';

const LINK = 'underline underline-offset-2 pointer-coarse:inline-block pointer-coarse:py-3';

/** The first five minutes: what is there, what to do, each ticked off by what AMC sees. On the empty board, and at `/welcome`. */
export function FirstRun({ title }: { title: string }): ReactNode {
  const state = useSetup();
  const alive = useApp(
    ({ board }) => [...board.sessions.values()].filter(({ status }) => status.value !== 'ended').length,
  );
  return (
    <div className="mx-auto w-full max-w-[720px] px-4 pt-10 pb-32 tablet:px-6 tablet:pt-16">
      <h1 className="text-24 font-semibold">{title}</h1>
      <p className="mt-2 text-15 text-ink-2">{tGuide('guide.lead')}</p>
      <ol className="mt-8 border-b border-line">
        <See state={state} />
        <Hooks state={state} />
        <Start setup={state.setup} alive={alive} />
        <Tell />
        <Step n={5} title={tGuide('guide.demo')} state="optional">
          <p className="text-ink-2">{tGuide('guide.demoText')}</p>
          <CopiedCommand text="npm start -- --demo" />
        </Step>
      </ol>
    </div>
  );
}

function See({ state: { setup, problem } }: { state: SetupState }): ReactNode {
  const agents = setup?.agents.filter(({ found }) => found) ?? [];
  const terminals = setup?.terminals.filter(({ available }) => available) ?? [];
  return (
    <Step n={1} title={tGuide('guide.see')} state={agents.length > 0 ? 'done' : 'open'}>
      {setup === null ? (
        <p className="text-ink-3">
          {problem === null ? tHealth('sight.looking') : <Phrase text={tHealth('sight.notLooked', { why: problem })} />}
        </p>
      ) : (
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {agents.map(({ agent, version }) => (
            <Found key={agent} name={agent} version={version} />
          ))}
          {terminals.map(({ terminal, version }) => (
            <Found key={terminal} name={terminal} version={version} />
          ))}
        </ul>
      )}
      {setup !== null && agents.length === 0 ? <p>{tGuide('guide.noAgents')}</p> : null}
      {setup !== null && terminals.length === 0 ? <p className="text-ink-2">{tGuide('guide.noTerminals')}</p> : null}
      <p>
        <Link href="/health" className={LINK}>
          {tGuide('guide.all')}
        </Link>
      </p>
    </Step>
  );
}

function Found({ name, version }: { name: string; version: string | undefined }): ReactNode {
  return (
    <li className="flex items-baseline gap-1.5">
      <span className="font-medium">{name}</span>
      <span className="font-mono text-12 text-ink-3">{version ?? ''}</span>
    </li>
  );
}

function Hooks({ state: { setup, changeHooks } }: { state: SetupState }): ReactNode {
  return (
    <Step n={2} title={tGuide('guide.hooks')} state={setup?.hooks.state === 'installed' ? 'done' : 'open'}>
      {setup === null ? (
        <p className="text-ink-3">{tHealth('sight.looking')}</p>
      ) : (
        <HooksCard hooks={setup.hooks} change={changeHooks} />
      )}
    </Step>
  );
}

function Start({ setup, alive }: { setup: Setup | null; alive: number }): ReactNode {
  return (
    <Step n={3} title={tGuide('guide.start')} state={alive > 0 ? 'done' : 'open'}>
      <p className="text-ink-2">{tGuide('guide.startText')}</p>
      {commandsFor(setup).map((text) => (
        <CopiedCommand key={text} text={text} />
      ))}
      {alive === 0 ? null : (
        <p role="status">
          {tGuide('guide.startDone', { n: alive })}{' '}
          <Link href="/" className={LINK}>
            {tGuide('guide.toBoard')}
          </Link>
        </p>
      )}
    </Step>
  );
}

/** With what there is here; where nothing is known, as most have it. */
function commandsFor(setup: Setup | null): string[] {
  const agents = setup?.agents.filter(({ found }) => found).map(({ agent }) => agent) ?? [];
  const terminals = setup?.terminals.filter(({ available }) => available).map(({ terminal }) => terminal) ?? [];
  const agent = agents[0] ?? 'claude';
  return terminals.includes('zellij') && !terminals.includes('tmux')
    ? ['zellij attach --create agents', agent]
    : [`tmux new-session ${agent}`];
}

function Tell(): ReactNode {
  const permission = useNoticePermission();
  return (
    <Step n={4} title={tGuide('guide.tell')} state={permission === 'granted' ? 'done' : 'open'}>
      <p className="text-ink-2">{tGuide('guide.tellText')}</p>
      <div className="rounded-m border border-line px-4">
        <ThisBrowser />
      </div>
      <p>
        <Link href="/settings#notifications" className={LINK}>
          {tGuide('guide.settings')}
        </Link>
      </p>
    </Step>
  );
}

function CopiedCommand({ text }: { text: string }): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-1">
      <Command text={text} />
      <CopyButton text={text} />
    </div>
  );
}
