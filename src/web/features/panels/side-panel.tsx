import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { NARROW, useMedia } from '../../ui/use-media.ts';
import type { PanelSpec } from './panels.ts';
import { tPanels } from './texts.ts';

interface SidePanelProps {
  panels: readonly PanelSpec[];
  /** The one that is open. */
  panel: PanelSpec;
  choose: (id: string) => void;
  close: () => void;
  children: ReactNode;
}

/** Lies over the session at its right, and never moves its text; on a phone a sheet from below that has the keys. */
export function SidePanel({ panels, panel, choose, close, children }: SidePanelProps): ReactNode {
  const Frame = useMedia(NARROW) ? Sheet : Beside;
  return (
    <Frame label={panel.label()} isWide={panel.isWide === true} close={close}>
      <Tabs.Root
        value={panel.id}
        onValueChange={(id: string) => choose(id)}
        className="flex min-h-0 flex-1 flex-col"
        data-panel={panel.id}
      >
        <div className="flex items-center gap-2 border-b border-line pr-2 pl-3">
          <Tabs.List aria-label={tPanels('panels.label')} className="flex min-w-0 flex-1 overflow-x-auto">
            {panels.map(({ id, label }) => (
              <Tabs.Tab key={id} value={id} className="panel-tab" data-current={id === panel.id ? '' : undefined}>
                {label()}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <IconButton label={tPanels('panels.close')} onClick={close} className="size-8 pointer-coarse:size-11">
            <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.6" strokeLinecap="round" />
          </IconButton>
        </div>
        <Tabs.Panel value={panel.id} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          {children}
        </Tabs.Panel>
      </Tabs.Root>
    </Frame>
  );
}

interface FrameProps {
  label: string;
  isWide: boolean;
  close: () => void;
  children: ReactNode;
}

/** Beside the text, not in its way: the page's own keys go on working, Esc closes it first. */
function Beside({ label, isWide, close, children }: FrameProps): ReactNode {
  const box = useTakenFocus<HTMLElement>();
  const closed = useEffectEvent(close);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || isElsewhere(event.target)) return;
      event.preventDefault();
      closed();
    };
    // Before the page hears of it: there, Esc leads back to the list.
    document.addEventListener('keydown', pressed, { capture: true });
    return () => document.removeEventListener('keydown', pressed, { capture: true });
  }, []);
  return (
    <aside ref={box} aria-label={label} className="side-panel" data-wide={isWide ? '' : undefined}>
      {children}
    </aside>
  );
}

/** Esc belongs to what lies above the panel, and to a field that is typed into. */
function isElsewhere(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open], :popover-open') !== null) return true;
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** Over the whole width, from below. */
function Sheet({ label, close, children }: FrameProps): ReactNode {
  const dialog = useTakenFocus<HTMLDialogElement>();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, [dialog]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- a press beside it; Esc does the same
    <dialog
      ref={dialog}
      aria-label={label}
      className="panel-sheet"
      onClose={close}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) close();
      }}
    >
      {children}
    </dialog>
  );
}

/** Takes the focus when it opens, and gives it back to where it was. */
function useTakenFocus<E extends HTMLElement>(): RefObject<E | null> {
  const box = useRef<E>(null);
  // Given back while it still has it: before it is taken out of the page.
  useLayoutEffect(() => {
    const element = box.current;
    const before = document.activeElement;
    // A moment later: only then do the tabs know which of them is the one the arrows start from.
    const frame = requestAnimationFrame(() =>
      element?.querySelector<HTMLElement>('[data-current]')?.focus({ preventScroll: true }),
    );
    return () => {
      cancelAnimationFrame(frame);
      if (element?.contains(document.activeElement) !== true) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return box;
}
