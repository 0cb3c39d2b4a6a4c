import { Suspense, type ReactNode } from 'react';
import { create } from 'zustand';
import { t } from '../../i18n/t.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

export const loadKeyboardMap = () => import('./keyboard-map.tsx');
const KeyboardMap = lazyPart(async () => (await loadKeyboardMap()).KeyboardMap);

const useHelp = create<{ open: boolean }>(() => ({ open: false }));

export function openHelp(): void {
  useHelp.setState({ open: true });
}

export function HelpButton(): ReactNode {
  return (
    <button
      type="button"
      aria-label={t('header.help')}
      aria-keyshortcuts="?"
      title={t('header.help')}
      onClick={openHelp}
      className="grid size-8 place-items-center rounded-m font-mono text-ink-2 hover:bg-paper-3 hover:text-ink max-tablet:hidden pointer-coarse:hidden"
    >
      ?
    </button>
  );
}

/** Where the map of all keys appears; its code comes while nobody waits for it. */
export function HelpDialog(): ReactNode {
  const { open } = useHelp();
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <KeyboardMap close={() => useHelp.setState({ open: false })} />
    </Suspense>
  );
}
