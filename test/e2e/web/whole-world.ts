import { readFileSync } from 'node:fs';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { alikeSessions, auditLog, offered } from './demo-control.ts';
import { demoConversation } from './demo-conversation.ts';
import { fillHistory } from './demo-history.ts';
import { fillDemo, multiQuestionSession, planSession, rareSessions } from './demo.ts';
import { serveSettings } from './settings/demo-settings.ts';

/** A machine on which everything happens that the page has a picture for. */
export function fillWorld(fake: FakeServer): void {
  fillDemo(fake);
  for (const session of [planSession(), multiQuestionSession(), ...rareSessions(), ...alikeSessions(), offered])
    fake.put(session);
  fillHistory(fake, 40);
  fake.audited.push(...auditLog());
  fake.conversations.set(offered.key, demoConversation());
  serveSettings(fake);
  fake.answers.set('touchedFiles', () => ({ files: [], complete: true }));
}

/** Every place of the page that has an address: a new screen is in here as soon as it is registered. */
export const PLACES: readonly string[] = ['/', sessionPath(offered.key), ...screens()];

/** The addresses in the registry, read as text: the components behind them are none of a test's business. */
function screens(): string[] {
  const registry = readFileSync(new URL('../../../src/web/screens.ts', import.meta.url), 'utf8');
  const found = [...registry.matchAll(/^  '(\/[\w-]+)': screen\(/gm)].map(([, path = '']) => path);
  if (found.length < 3) throw new Error(`Expected the screens in screens.ts, got ${found.join(', ')}`);
  return found;
}
