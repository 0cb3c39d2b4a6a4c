import type { ReactNode } from 'react';
import { PageTitle } from '../shell/page-title.tsx';
import { FirstRun } from './first-run.tsx';
import { tGuide } from './texts.ts';

/** The guide by its address, for whoever wants to see it again. */
export function GuideScreen(): ReactNode {
  return (
    <>
      <PageTitle title={tGuide('guide.title')} />
      <FirstRun title={tGuide('guide.title')} />
    </>
  );
}
