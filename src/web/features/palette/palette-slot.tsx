import { Suspense, type ReactNode } from 'react';
import { usePalette } from './open-palette.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

export const loadPalette = () => import('./palette.tsx');
const Palette = lazyPart(async () => (await loadPalette()).Palette);

/** Where the palette appears; its code comes while nobody waits for it. */
export function PaletteSlot(): ReactNode {
  const { open } = usePalette();
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <Palette />
    </Suspense>
  );
}
