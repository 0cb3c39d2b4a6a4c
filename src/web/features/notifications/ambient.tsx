import type { ReactNode } from 'react';
import { FaviconBadge } from './favicon-badge.tsx';
import { useAttention } from './use-attention.ts';
import { useBell } from './use-bell.ts';

/** What goes on beside the screens: the tab's sign, notices, and whether somebody looks. */
export function Ambient(): ReactNode {
  useBell();
  useAttention();
  return <FaviconBadge />;
}
