import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import type { ReactNode } from 'react';
import { makeSession, MINUTE, permission } from '../../../../test/helpers/make-session.ts';
import type { Session } from '../../../contract/session.ts';
import { SessionCard } from './session-card.tsx';
import { SessionRow } from './session-row.tsx';

const worker = makeSession({
  id: 'w',
  title: 'Refactor the queue',
  project: 'billing-api',
  branch: 'refactor/queue',
  place: 'tmux work:3.1',
  model: 'claude-opus-4-5-20251101',
  doing: 'Editing src/queue.ts',
  for: 3 * MINUTE,
  vitals: { contextTokens: 164_000, contextWindow: 200_000, cost: 1.2, subagents: 3, backgroundTasks: 1 },
});

const SHAPES: [string, (session: Session) => ReactNode][] = [
  ['row', (session) => <SessionRow session={session} />],
  ['card', (session) => <SessionCard session={session} />],
];

describe.each(SHAPES)('a %s', (_, draw) => {
  const shown = async (session: Session) => (await render(<ul>{draw(session)}</ul>)).getByRole('listitem');

  test('says what works where, on what, for how long, with what it has used', async () => {
    const item = await shown(worker);
    await expect.element(item.getByRole('link', { name: 'Refactor the queue' })).toBeVisible();
    for (const text of [
      'Editing src/queue.ts',
      'billing-api refactor/queue',
      'claude opus-4-5',
      'tmux work:3.1',
      'context82 %',
      '$1.20',
      '3 subagents',
      '1 in background',
      /\d:\d\d/,
    ])
      await expect.element(item).toHaveTextContent(text);
  });

  test('says nothing of what is not known', async () => {
    const { vitals: _, model: __, ...bare } = worker;
    const item = await shown(bare);
    await expect.element(item).toHaveTextContent('Editing src/queue.ts');
    for (const text of ['%', '$', 'subagent', 'background', 'opus'])
      await expect.element(item).not.toHaveTextContent(text);
  });

  test('has no bar where the room is not known', async () => {
    const item = await shown({ ...worker, vitals: { contextTokens: 57_400 } });
    await expect.element(item).toHaveTextContent(/57(\.4)?k/);
    expect(item.element().querySelector('.gauge')).toBe(null);
  });

  test('shows what a person put on it, by name and not by colour alone', async () => {
    const item = await shown({ ...worker, marks: { pinned: true, name: 'Mine', colour: 'cyan' } });
    await expect.element(item.getByRole('link', { name: 'Mine' })).toBeVisible();
    await expect.element(item.getByRole('img', { name: 'pinned' })).toBeVisible();
    await expect.element(item.getByRole('img', { name: 'Cyan' })).toBeVisible();
    await expect
      .element(item.getByRole('button', { name: 'More about Mine' }))
      .toHaveAttribute('aria-haspopup', 'menu');
  });

  test('opens what is asked, unless it is snoozed', async () => {
    const asking = { ...worker, requests: [permission({ id: 'r', command: 'npm publish' })] };
    const open = await shown(asking);
    await expect.element(open).toHaveTextContent('wants to run');
    await expect.element(open.getByRole('group', { name: 'claude wants to run' })).toBeVisible();
    const asleep = (await render(<ul>{draw({ ...asking, marks: { snoozedUntil: Date.now() + MINUTE } })}</ul>))
      .getByRole('listitem')
      .last();
    await expect.element(asleep).toHaveTextContent(/until \d\d:\d\d/);
    expect(asleep.element().querySelector('[data-request]')).toBe(null);
  });

  test('writes out what cannot be seen in a title', async () => {
    const item = await shown({ ...worker, title: 'a\u202Eb' });
    await expect.element(item).toHaveTextContent('aU+202Eb');
  });
});
