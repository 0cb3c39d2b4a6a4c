import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { tPanels } from './texts.ts';
import type { Asked } from './use-asked.ts';

/** What was read, or that it is being read, or why it could not be. */
export function AskedView<T>({ asked, children }: { asked: Asked<T>; children: (value: T) => ReactNode }): ReactNode {
  switch (asked.phase) {
    case 'reading':
      return <p className="px-4 py-3 text-ink-3">{tPanels('panels.loading')}</p>;
    case 'failed':
      return (
        <div role="alert" className="grid justify-items-start gap-3 px-4 py-3">
          <p className="text-ink-2">
            <Clean text={tPanels('panels.failed', { why: asked.why })} />
          </p>
          <Button onClick={asked.retry}>{tPanels('panels.retry')}</Button>
        </div>
      );
    case 'read':
      return children(asked.value);
  }
}
