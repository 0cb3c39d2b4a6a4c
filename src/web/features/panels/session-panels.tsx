import { Suspense, type ComponentType, type ReactNode } from 'react';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session } from '../../../contract/session.ts';
import { PANELS, panelsFor, type PanelProps } from './panels.ts';
import { tPanels } from './texts.ts';
import { usePanel } from './use-panel.ts';
import { lazyPart } from '../../ui/lazy-part.ts';

const SidePanel = lazyPart(async () => (await import('./side-panel.tsx')).SidePanel);
const BODIES: Readonly<Record<string, ComponentType<PanelProps>>> = Object.fromEntries(
  PANELS.map(({ id, load }) => [id, lazyPart(load)]),
);

interface SessionPanelsProps {
  session: Session;
  detail: HistoryDetail | null;
  onBoard: boolean;
}

/** The panel in the address, over the session. */
export function SessionPanels({ session, detail, onBoard }: SessionPanelsProps): ReactNode {
  const { id, open, close } = usePanel();
  const panels = panelsFor(session, onBoard);
  const panel = panels.find((one) => one.id === id);
  const Body = panel === undefined ? undefined : BODIES[panel.id];
  if (panel === undefined || Body === undefined) return null;
  return (
    <Suspense fallback={null}>
      <SidePanel panels={panels} panel={panel} choose={open} close={close}>
        <Suspense fallback={<p className="px-4 py-3 text-ink-3">{tPanels('panels.loading')}</p>}>
          <Body session={session} detail={detail} onBoard={onBoard} close={close} />
        </Suspense>
      </SidePanel>
    </Suspense>
  );
}
