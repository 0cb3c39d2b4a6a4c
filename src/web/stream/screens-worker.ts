import { followScreens } from '../../client/screen.ts';
import { ScreensHub, type ScreensPort } from './screens-hub.ts';
import type { ToScreens } from './screens-messages.ts';

// A shared worker, started with the first pane that is looked at: one connection for all panes of all windows.
const hub = new ScreensHub({ follow: followScreens });

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  const tell: ScreensPort = (message) => port.postMessage(message);
  port.addEventListener('message', ({ data }: MessageEvent<ToScreens>) => hub.hear(tell, data));
  // The window is gone, even where it could not say so.
  port.addEventListener('close', () => hub.hear(tell, { type: 'leave' }));
  port.start();
});
