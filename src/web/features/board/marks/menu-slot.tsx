import { Suspense, type ReactNode } from 'react';
import { useOpenMenu } from './open-menu.ts';
import { lazyPart } from '../../../ui/lazy-part.ts';

const MarksMenu = lazyPart(async () => (await import('./marks-menu.tsx')).MarksMenu);

/** Where the menu of a row appears; its code comes when one is opened first. */
export function MenuSlot(): ReactNode {
  const open = useOpenMenu((state) => state.open);
  if (open === null) return null;
  return (
    <Suspense fallback={null}>
      <MarksMenu key={`${open.part} ${open.keys.join(' ')}`} open={open} />
    </Suspense>
  );
}
