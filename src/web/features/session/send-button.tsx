import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { tComposer } from './composer/texts.ts';

export type When = 'now' | 'after_turn';

interface SendButtonProps {
  off: boolean;
  /** It does something now: then there are two moments to send. */
  busy: boolean;
  agent: string;
  send: (when: When) => void;
}

/** Sends now; while the agent works, a second half of the button sends when its turn is over. */
export function SendButton({ off, busy, agent, send }: SendButtonProps): ReactNode {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (when: When): void => {
    setAnchor(null);
    send(when);
  };
  return (
    <span className="inline-flex gap-px">
      <Button
        look="primary"
        type="submit"
        disabled={off}
        data-off={off ? '' : undefined}
        className={busy ? 'rounded-r-none' : undefined}
      >
        {tComposer('composer.send')}
      </Button>
      {busy ? (
        <Button
          look="primary"
          disabled={off}
          data-off={off ? '' : undefined}
          aria-label={tComposer('composer.when')}
          aria-haspopup="dialog"
          aria-expanded={anchor !== null}
          className="rounded-l-none px-2 pointer-coarse:px-3"
          onClick={({ currentTarget }) => setAnchor(anchor === null ? currentTarget : null)}
        >
          <svg viewBox="0 0 16 16" width="10" height="10" aria-hidden="true" fill="none" stroke="currentColor">
            <path d="M3 6l5 5 5-5" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        </Button>
      ) : null}
      {anchor === null ? null : (
        <Popover
          anchor={anchor}
          follows="bar"
          label={tComposer('composer.when')}
          close={() => setAnchor(null)}
          className="grid w-72"
        >
          <Moment when="now" about={tComposer('composer.nowAbout', { agent })} choose={choose} />
          <Moment when="after_turn" about={tComposer('composer.afterTurnAbout')} choose={choose} />
        </Popover>
      )}
    </span>
  );
}

function Moment({ when, about, choose }: { when: When; about: string; choose: (when: When) => void }): ReactNode {
  return (
    <button
      type="button"
      onClick={() => choose(when)}
      className="grid gap-0.5 rounded-s px-3 py-2 text-left hover:bg-paper-3"
    >
      <span className="font-medium">{tComposer(`composer.when.${when}`)}</span>
      <span className="text-12 text-ink-2">{about}</span>
    </button>
  );
}
