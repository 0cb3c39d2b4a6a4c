import { useEffect } from 'react';
import { client } from '../../state/connection.ts';

/** Whoever has touched nothing for so long may have gone for a coffee, ms. */
const ACTIVE_MS = 60_000;
/** The server believes it for 90 s. */
const REPEAT_MS = 45_000;
const INPUT = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells AMC whether somebody looks at this page: it is in front, and somebody has touched something. */
export function useAttention(): void {
  useEffect(() => {
    const page = Math.random().toString(36).slice(2);
    let active = performance.now();
    let told: boolean | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const looks = (): boolean =>
      document.visibilityState === 'visible' && document.hasFocus() && performance.now() - active < ACTIVE_MS;
    const tell = (looking: boolean): void => {
      clearTimeout(timer);
      if (looking) timer = setTimeout(() => tell(looks()), REPEAT_MS);
      if (!looking && told !== true) return;
      told = looking;
      client.call('attention', { body: { page, looking } }).catch(() => undefined);
    };
    const changed = (): void => {
      if (looks() !== (told === true)) tell(looks());
    };
    const touched = (): void => {
      active = performance.now();
      if (told !== true) changed();
    };
    const passive = { passive: true, capture: true };
    for (const type of INPUT) addEventListener(type, touched, passive);
    addEventListener('focus', touched);
    addEventListener('blur', changed);
    document.addEventListener('visibilitychange', changed);
    changed();
    return () => {
      for (const type of INPUT) removeEventListener(type, touched, passive);
      removeEventListener('focus', touched);
      removeEventListener('blur', changed);
      document.removeEventListener('visibilitychange', changed);
      tell(false);
    };
  }, []);
}
