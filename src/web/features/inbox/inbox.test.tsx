import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import type { Session } from '../../../contract/session.ts';
import { makeSession, MINUTE, permission } from '../../../../test/helpers/make-session.ts';
import { useApp } from '../../state/store.ts';
import { emptyBoard } from '../../state/reducer.ts';
import { InboxScreen } from './inbox-screen.tsx';

function show(phase: 'live' | 'away', ...sessions: Session[]): void {
  useApp.setState({
    connection: phase === 'live' ? { phase: 'live', since: 0 } : { phase: 'stale', since: Date.now() - MINUTE },
    board: { ...emptyBoard, loaded: true, sessions: new Map(sessions.map((session) => [session.key, session])) },
  });
}

const asking = makeSession({
  id: 'asks',
  title: 'Publish',
  value: 'needs_attention',
  requests: [permission({ id: 'r1', command: 'npm publish', risks: ['Everybody sees it.'] })],
});

beforeEach(() => history.replaceState(null, '', '/inbox'));

test('nothing waits: says so, and who works', async () => {
  show('live', makeSession({ id: 'w', title: 'Works', doing: 'Reading' }), makeSession({ id: 'i', value: 'idle' }));
  const screen = await render(<InboxScreen />);
  await expect.element(screen.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible();
  await expect.element(screen.getByRole('link', { name: /Works Reading/ })).toBeVisible();
  await expect.element(screen.getByText('1 session is done.')).toBeVisible();
});

test('what waits has its risks before its command, and can be decided once it was seen', async () => {
  show('live', asking);
  const screen = await render(<InboxScreen />);
  const risk = screen.getByText('Everybody sees it.').element();
  const command = screen.getByLabelText('Command').element();
  expect(risk.compareDocumentPosition(command) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  await expect.element(screen.getByRole('button', { name: 'Yes', exact: true })).toBeEnabled();
});

test('not connected: shown as it was, nothing can be pressed', async () => {
  show('away', asking);
  const screen = await render(<InboxScreen />);
  await expect.element(screen.getByText('npm publish').first()).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Yes', exact: true })).toBeDisabled();
  await expect.element(screen.getByText('Not connected: nothing can be sent now.')).toBeVisible();
});

test('put off: out of the queue, under a line of its own', async () => {
  show('live', { ...asking, marks: { snoozedUntil: Date.now() + MINUTE } });
  const screen = await render(<InboxScreen />);
  await screen.getByRole('button', { name: /^1 snoozed/ }).click();
  await expect.element(screen.getByRole('button', { name: 'Wake Publish' })).toBeVisible();
});

test('it waits and does not say for what', async () => {
  show('live', makeSession({ id: 's', title: 'Silent one', value: 'needs_attention' }));
  const screen = await render(<InboxScreen />);
  await expect.element(screen.getByText('1 session waits, and does not say for what')).toBeVisible();
  await expect.element(screen.getByRole('link', { name: /Silent one/ })).toBeVisible();
});
