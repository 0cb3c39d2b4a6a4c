import { Suspense, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const FirstRun = lazyPart(async () => (await import('../guide/first-run.tsx')).FirstRun);

/** No agent runs: the first steps, each ticked off by what AMC sees. */
export function EmptyBoard(): ReactNode {
  return (
    <Suspense fallback={null}>
      <FirstRun title={t('empty.title')} />
    </Suspense>
  );
}
