import { useEffect, type ReactNode } from 'react';
import { isLive, useApp } from '../../state/store.ts';
import { useCounts } from '../shell/use-counts.ts';

/** The tab's sign says how many need somebody, and whether that is still known. */
export function FaviconBadge(): ReactNode {
  const { needs } = useCounts();
  const loaded = useApp((state) => state.board.loaded);
  const live = useApp(isLive);
  const drawn = faviconOf(loaded && !live ? 'away' : needs);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link !== null) link.href = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  }, [drawn]);
  return null;
}

const GROUND = '#100f0f';
const NEEDS = '#da702c';

/** Drawn here, not in the page: a browser takes no variables from it. */
function faviconOf(state: number | 'away'): string {
  if (state === 'away')
    return svg(
      GROUND,
      '<path d="M16 8l8 8-8 8-8-8z" fill="none" stroke="#ce5d97" stroke-width="2.5" stroke-dasharray="4 3"/>',
    );
  if (state === 0) return svg(GROUND, '<path d="M16 8l8 8-8 8-8-8z" fill="none" stroke="#878580" stroke-width="2.5"/>');
  const text = state > 9 ? '9+' : String(state);
  const size = text.length > 1 ? 19 : 24;
  return svg(
    NEEDS,
    `<text x="16" y="${16 + size * 0.36}" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="${size}" fill="${GROUND}">${text}</text>`,
  );
}

function svg(ground: string, sign: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${ground}"/>${sign}</svg>`;
}
