import { Suspense, useState, type ReactNode } from 'react';
import { useToasts } from '../state/toasts.ts';
import { lazyPart } from './lazy-part.ts';

const Toaster = lazyPart(async () => (await import('./toaster.tsx')).Toaster);

/** Where toasts appear; their code comes with the first one, and stays. */
export function ToasterSlot(): ReactNode {
  const some = useToasts(({ toasts }) => toasts.length > 0);
  const [needed, setNeeded] = useState(some);
  if (some && !needed) setNeeded(true);
  if (!needed) return null;
  return (
    <Suspense fallback={null}>
      <Toaster />
    </Suspense>
  );
}
