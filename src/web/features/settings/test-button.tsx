import { useState, type ReactNode } from 'react';
import type { NotificationTarget } from '../../../contract/settings.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { whyOf } from './save.ts';
import { tSettings } from './texts.ts';

/** Sends a test to a target as it stands here, saved or not, and says what came of it. */
export function TestButton({
  target,
  disabled = false,
}: {
  target: NotificationTarget;
  disabled?: boolean;
}): ReactNode {
  const [state, setState] = useState<'idle' | 'busy' | { ok: boolean; detail: string }>('idle');
  const test = async (): Promise<void> => {
    setState('busy');
    try {
      setState(await client.call('testTarget', { body: target }));
    } catch (error) {
      noteRefusal(error);
      setState({ ok: false, detail: whyOf(error) });
    }
  };
  const told = typeof state === 'string' ? null : state;
  return (
    <div className="grid justify-items-start gap-1">
      <Button disabled={disabled || state === 'busy'} onClick={() => void test()}>
        {tSettings(state === 'busy' ? 'target.testing' : 'target.test')}
      </Button>
      <p
        role="status"
        className={`flex max-w-72 items-baseline gap-1.5 text-12 empty:hidden ${told?.ok === false ? 'text-bad-text' : 'text-ink-2'}`}
      >
        {told === null ? null : (
          <>
            <Shape name={told.ok ? 'check' : 'cross'} tone={told.ok ? 'works' : 'bad'} size={10} />
            <span className="min-w-0 break-words">
              <Clean text={told.ok ? tSettings('target.testOk', told) : tSettings('target.testBad', told)} />
            </span>
          </>
        )}
      </p>
    </div>
  );
}
