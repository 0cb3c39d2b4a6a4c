import { StreamHub, type HubPort } from './hub.ts';
import type { ToHub } from './messages.ts';
import { OwnStream } from './own-stream.ts';

// A shared worker: one for all windows of this browser that run the same build of the page.
const hub = new StreamHub({ open: (options) => new OwnStream(options) });

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  const tell: HubPort = (message) => port.postMessage(message);
  port.addEventListener('message', ({ data }: MessageEvent<ToHub>) => hub.hear(tell, data));
  // The window is gone, even where it could not say so.
  port.addEventListener('close', () => hub.hear(tell, { type: 'bye' }));
  port.start();
});
