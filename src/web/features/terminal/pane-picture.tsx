import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import type { PaneScreen } from '../../../contract/screen.ts';
import { withoutAnsi } from '../../lib/safe-text.ts';
import { PaneTerminal } from './pane-terminal.ts';
import { tTerminal } from './texts.ts';

interface PanePictureProps {
  screen: PaneScreen;
  /** What its user calls the pane. */
  label: string;
  isTyping: boolean;
  take: (data: string) => void;
  leave: () => void;
}

/** A pane as it is drawn, and its rows as text for who cannot see them. */
export function PanePicture({ screen, label, isTyping, take, leave }: PanePictureProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const [terminal, setTerminal] = useState<PaneTerminal | null>(null);
  const taken = useEffectEvent(take);
  const left = useEffectEvent(leave);
  useEffect(() => {
    if (host.current === null) return;
    const opened = new PaneTerminal({
      host: host.current,
      label: tTerminal('peek.input', { label }),
      onData: (data) => taken(data),
      onLeave: () => left(),
    });
    setTerminal(opened);
    return () => opened.dispose();
  }, [label]);
  useEffect(() => terminal?.show(screen), [terminal, screen]);
  useEffect(() => {
    if (!isTyping) return;
    terminal?.takeKeys();
    return () => terminal?.leaveKeys();
  }, [terminal, isTyping]);
  return (
    <figure aria-label={tTerminal('peek.screen', { label })} className="min-w-0 overflow-x-auto">
      {/* oxlint-disable-next-line tailwindcss/no-custom-classname -- what xterm's own sheet needs */}
      <div ref={host} className="w-max bg-float font-mono text-ink" />
      <pre className="sr-only">{textOf(screen)}</pre>
    </figure>
  );
}

/** The rows without colours and without the blank ones below. */
export function textOf({ rows }: PaneScreen): string {
  return rows
    .map((row) => withoutAnsi(row).trimEnd())
    .join('\n')
    .trimEnd();
}
