import type { ReactNode } from 'react';
import { useSettling } from '../request/settling.ts';
import { FaviconBadge } from './favicon-badge.tsx';
import { useAttention } from './use-attention.ts';
import { useBell } from './use-bell.ts';

/** What goes on beside the screens: the tab's sign, notices, whether somebody looks, and what slid under a hand. */
export function Ambient(): ReactNode {
  useBell();
  useAttention();
  useSettling();
  return <FaviconBadge />;
}
