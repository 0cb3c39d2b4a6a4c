import { DemoMission } from '../../demo/demo-mission.ts';
import { createPageTransport } from '../../demo/page-transport.ts';
import { realTime } from '../../demo/simulator.ts';
import { followAlone } from '../stream/follow.ts';
import { keepBehindHash } from './hash-place.ts';

// The page as it is, with simulated agents in it instead of a server behind it.

keepBehindHash();
followAlone();
const sessions = Number(new URLSearchParams(location.search).get('sessions') ?? '');
const mission = new DemoMission({ time: realTime, sessions: sessions > 0 ? Math.min(1_000, sessions) : undefined });
const answer = createPageTransport(mission);
const fetchElsewhere = globalThis.fetch.bind(globalThis);

globalThis.fetch = (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : String(input), document.baseURI);
  return answer(url, init) ?? fetchElsewhere(input, init);
};

// A worker's fetch is another one: without shared workers each window follows its own stream.
Reflect.deleteProperty(globalThis, 'SharedWorker');

await import('../main.tsx');
