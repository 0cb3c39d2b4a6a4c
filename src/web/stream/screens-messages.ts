import type { ScreenEvent } from '../../contract/screen.ts';

/** What a window says to the worker that follows panes for all of them; a port is one pane that is looked at. */
export type ToScreens =
  | { type: 'follow'; key: string; headers: Record<string, string> }
  /** Still looking: who says nothing for long is gone. */
  | { type: 'ping' }
  | { type: 'leave' };

/** What it hears. */
export type FromScreens =
  | { type: 'event'; event: ScreenEvent }
  /** What was shown last is not what is there now; it is tried again. */
  | { type: 'lost'; why: string }
  /** The server lets nobody in as this one did: the window asks by itself, and hears why. */
  | { type: 'refused' }
  /** Nothing more is told here: the window says again what it looks at, if it does. */
  | { type: 'forgotten' }
  | { type: 'pong' };
