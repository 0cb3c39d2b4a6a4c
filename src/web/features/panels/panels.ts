import type { ComponentType } from 'react';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session } from '../../../contract/session.ts';
import { tPanels } from './texts.ts';

export interface PanelProps {
  session: Session;
  /** What the index knows of it; null until that is read, or when it knows nothing. */
  detail: HistoryDetail | null;
  /** Whether it is on the board; else it is only read. */
  onBoard: boolean;
  close: () => void;
}

/** Something that slides over a session. Its code is a chunk of its own, fetched when it is first opened. */
export interface PanelSpec {
  /** Its name in the address: `?panel=<id>`. */
  id: string;
  /** The key that opens and closes it, where it has one of its own. Such a panel has its own button in the header. */
  key: string | null;
  label: () => string;
  load: () => Promise<ComponentType<PanelProps>>;
  /** Strokes in a 16 by 16 box, for a button of its own: the `d` of a path. */
  icon?: string;
  /** Left out where it makes no sense; absent: never. */
  isFor?: (session: Session, onBoard: boolean) => boolean;
  /** Half of the window instead of 400 px. */
  isWide?: boolean;
}

/** Every panel, in the order of their tabs. */
export const PANELS: readonly PanelSpec[] = [
  {
    id: 'timeline',
    key: null,
    label: () => tPanels('panels.timeline'),
    load: async () => (await import('./timeline/timeline-panel.tsx')).TimelinePanel,
  },
  {
    id: 'files',
    key: null,
    label: () => tPanels('panels.files'),
    load: async () => (await import('./files/files-panel.tsx')).FilesPanel,
  },
  {
    id: 'usage',
    key: null,
    label: () => tPanels('panels.usage'),
    load: async () => (await import('./usage/usage-panel.tsx')).UsagePanel,
  },
  {
    id: 'commands',
    key: null,
    label: () => tPanels('panels.commands'),
    load: async () => (await import('./commands/commands-panel.tsx')).CommandsPanel,
  },
  {
    id: 'terminal',
    key: 'o',
    label: () => tPanels('panels.terminal'),
    load: async () => (await import('../terminal/peek-panel.tsx')).PeekPanel,
    icon: 'M2.5 3h11v10h-11zM5 6l2 2-2 2M8.5 10H11',
    isFor: (_, onBoard) => onBoard,
    isWide: true,
  },
];

/** The panels that make sense for a session. */
export function panelsFor(session: Session, onBoard: boolean): readonly PanelSpec[] {
  return PANELS.filter(({ isFor }) => isFor?.(session, onBoard) ?? true);
}
