import type { ReactNode } from 'react';
import type { Action } from '../../../contract/command.ts';
import { t } from '../../i18n/t.ts';
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
    <div className="grid gap-2" role="group" aria-label={t(`menu.${kind}`)}>
      <p className="text-ink-2">{t(`menu.${kind}About`, { agent })}</p>
      <Button disabled={off} data-off={off ? '' : undefined} onClick={() => act({ type: kind })}>
        {t(`menu.${kind}Sure`)}
      </Button>
    </div>
  );
}
