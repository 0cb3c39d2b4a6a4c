import type { ReactNode } from 'react';
import type { Action } from '../../../contract/command.ts';
import { tDocument } from './document-texts.ts';
import { Button } from '../../ui/button.tsx';

interface ConfirmActionProps {
  kind: 'clear' | 'close';
  agent: string;
  off: boolean;
  act: (action: Action) => void;
}

/** What cannot be taken back is asked about once, in place: what it will do, and a button that says so. */
export function ConfirmAction({ kind, agent, off, act }: ConfirmActionProps): ReactNode {
  return (
    <div className="grid gap-2" role="group" aria-label={tDocument(`menu.${kind}`)}>
      <p className="text-ink-2">{tDocument(`menu.${kind}About`, { agent })}</p>
      <Button disabled={off} data-off={off ? '' : undefined} onClick={() => act({ type: kind })}>
        {tDocument(`menu.${kind}Sure`)}
      </Button>
    </div>
  );
}
