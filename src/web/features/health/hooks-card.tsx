import { useState, type ReactNode } from 'react';
import type { Setup } from '../../../contract/setup.ts';
import { span } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Command } from '../../ui/command.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Folded } from '../../ui/folded.tsx';
import { Phrase } from '../../ui/phrase.tsx';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';
import { tHealth } from './texts.ts';
import { ofServer } from '../../i18n/language.ts';

type Hooks = Setup['hooks'];

const LOOK: Record<Hooks['state'], { name: ShapeName; tone: Tone }> = {
  installed: { name: 'dot', tone: 'works' },
  outdated: { name: 'question', tone: 'unsure' },
  absent: { name: 'ring', tone: 'rests' },
  disabled: { name: 'question', tone: 'unsure' },
  unknown: { name: 'question', tone: 'unsure' },
};

interface HooksCardProps {
  hooks: Hooks;
  change: (action: 'install' | 'uninstall') => Promise<string | null>;
}

/** How the hooks stand, what a change would do to the letter, and the button that does it. */
export function HooksCard({ hooks, change }: HooksCardProps): ReactNode {
  const { state, detail, steps } = hooks;
  const isThere = state === 'installed' || state === 'disabled';
  const { name, tone } = LOOK[state];
  const offer = steps.length === 0 ? null : <Offer hooks={hooks} isThere={isThere} change={change} />;
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-[14px_minmax(0,1fr)] items-baseline gap-x-2.5 gap-y-1">
        <span className="self-center">
          <Shape name={name} tone={tone} size={11} />
        </span>
        <p role="status" className="font-medium">
          {tHealth(`hooks.${state}`)}
        </p>
        <p className="col-start-2 break-words text-ink-2">
          <Phrase text={ofServer(detail)} />
        </p>
        <p className="col-start-2 text-ink-2 empty:hidden">
          <LastEvent hooks={hooks} />
        </p>
        {isThere ? null : <p className="col-start-2 text-ink-2">{tHealth('hooks.why')}</p>}
      </div>
      {isThere && offer !== null ? <Folded summary={tHealth('hooks.showSteps')}>{offer}</Folded> : offer}
    </div>
  );
}

function LastEvent({ hooks: { state, lastEventAt } }: { hooks: Hooks }): ReactNode {
  const now = useNow('coarse');
  if (lastEventAt !== null) return tHealth('hooks.lastEvent', { span: span(now - lastEventAt) });
  return state === 'installed' ? tHealth('hooks.noEvent') : null;
}

/** The steps first; the button below them does these and nothing else. */
function Offer({
  hooks: { state, steps, command },
  isThere,
  change,
}: HooksCardProps & { isThere: boolean }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const press = async (): Promise<void> => {
    setBusy(true);
    setFailed(await change(isThere ? 'uninstall' : 'install'));
    setBusy(false);
  };
  const label = isThere ? 'hooks.uninstall' : state === 'outdated' ? 'hooks.renew' : 'hooks.install';
  return (
    <div className="grid gap-3 rounded-m border border-line px-4 py-3">
      <p>{tHealth(isThere ? 'hooks.willRemove' : 'hooks.willInstall')}</p>
      <ol className="grid list-decimal gap-2 pl-5 marker:text-ink-3">
        {steps.map(({ what, path }) => (
          <li key={`${what} ${path}`} className="pl-1">
            <span className="break-words">
              <Phrase text={ofServer(what)} />
            </span>
            {path === undefined ? null : (
              <span className="block font-mono text-12 break-all text-ink-2">
                <Clean text={path} />
              </span>
            )}
          </li>
        ))}
      </ol>
      <p className="text-12 text-ink-2">{tHealth('hooks.nothingElse')}</p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button look={isThere ? 'plain' : 'primary'} disabled={busy} onClick={() => void press()}>
          {tHealth(busy ? 'hooks.busy' : label)}
        </Button>
        <span className="flex flex-wrap items-center gap-2 text-12 text-ink-2">
          {tHealth('hooks.same')}
          <Command text={command} />
          <CopyButton text={command} />
        </span>
      </div>
      <p role="alert" className="text-bad-text empty:hidden">
        {failed === null ? null : <Phrase text={tHealth('hooks.failed', { why: failed })} />}
      </p>
    </div>
  );
}
