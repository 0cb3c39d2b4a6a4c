import type { Page } from '@playwright/test';
import type { Session } from '../../../src/contract/session.ts';
import { newDelivery, type DeliveryStep } from '../../../src/core/delivery.ts';
import type { FakeServer } from '../../helpers/fake-server.ts';
import { makeSession } from '../../helpers/make-session.ts';
import { DEMO_SOURCES, EMPTY_SOURCES, fillDemo, multiQuestionSession, planSession, rareSessions } from './demo.ts';
import { demoConversation, toolConversation } from './demo-conversation.ts';
import { demoHits, fillHistory, INDEXING, richDetail, WRONG } from './demo-history.ts';
import { test } from './fixtures.ts';

/** Pictures of every screen, to be looked at: `AMC_PICTURES=1 npx playwright test pictures`. */
const OUT = 'test-results/pictures';
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

interface Picture {
  name: string;
  prepare: (fake: FakeServer) => void;
  path?: string;
  full?: boolean;
  /** What must be there before it is one. */
  shows?: string;
  act?: (page: Page, fake: FakeServer) => Promise<void>;
}

const at = (session: Session): string => `/s/${encodeURIComponent(session.key)}`;
const only =
  (...sessions: Session[]) =>
  (fake: FakeServer): void => {
    fake.setSources(DEMO_SOURCES);
    for (const session of sessions) {
      fake.put(session);
      fake.say(session.key, ...demoConversation().slice(0, 9));
    }
  };
const one = makeSession({
  id: 'one',
  title: 'Lease renewal in the queue worker',
  project: 'billing-api',
  branch: 'fix/lease',
  place: 'tmux work:3.0',
  model: 'claude-opus-4-5-20251101',
  agentVersion: '2.1.330',
  doing: 'Editing src/queue/worker.ts',
  process: { pid: 41207 },
});

async function longBoard(page: Page): Promise<void> {
  await page.getByRole('button', { name: /ended$/ }).click();
  await page.evaluate('scrollTo(0, 0)');
}

/** One command in every state of delivery. */
function deliveries(fake: FakeServer): void {
  only({ ...one, prompt: { channel: 'none', reason: 'It waits for an answer in its terminal first.' } })(fake);
  const states: [string, DeliveryStep[]][] = [
    ['Also add a test for the slow job.', []],
    ['And one for a worker that crashes.', [{ state: 'delivering', at: 0 }]],
    [
      'Then update the changelog.',
      [
        { state: 'delivering', at: 0 },
        { state: 'accepted', at: 0, via: 'tmux work:3.0' },
      ],
    ],
    [
      'Keep the public API as it is.',
      [
        { state: 'delivering', at: 0 },
        {
          state: 'confirmed',
          at: 0,
          via: 'tmux work:3.0',
          evidence: { source: 'hook', at: Date.now(), detail: 'hook: UserPromptSubmit with this text' },
        },
      ],
    ],
    [
      'What about the scheduler?',
      [
        {
          state: 'refused',
          at: 0,
          reason: {
            code: 'not_at_prompt',
            message: 'Its screen does not show an empty prompt.',
            next: 'Look at the pane, then send it again.',
          },
        },
      ],
    ],
    [
      'Now run the whole suite.',
      [
        { state: 'delivering', at: 0 },
        {
          state: 'unknown',
          at: 0,
          reason: {
            code: 'no_receipt',
            message: 'It was typed, and no record of it appeared within 10 s.',
            next: 'Look at the pane before you send it again.',
          },
        },
      ],
    ],
  ];
  states.forEach(([text, steps], index) => {
    const id = `k${index}`;
    const createdAt = Date.now() - (states.length - index) * 20_000;
    fake.addCommand({
      id,
      sessionKey: one.key,
      action: { type: 'prompt', text },
      createdAt,
      delivery: newDelivery(createdAt),
    });
    for (const { at: _at, ...step } of steps) fake.deliver(id, step);
  });
}

/** A session that used every tool there is, and what the index knows of it. */
const toolsUsed = makeSession({
  id: 'tools',
  title: 'CSV export with a semicolon',
  branch: 'export',
  value: 'idle',
  place: 'tmux work:2.1',
  model: 'claude-opus-4-5-20251101',
  agentVersion: '2.1.330',
  process: { pid: 41911 },
});
const allTools = (fake: FakeServer): void => {
  fake.setSources(DEMO_SOURCES);
  fake.put(toolsUsed);
  fake.putHistory(richDetail('tools'));
  fake.say(toolsUsed.key, ...toolConversation());
  fake.conversations.set(`${toolsUsed.key}#a1b2c3`, demoConversation().slice(2, 9));
};

const deleted = (fake: FakeServer): void => {
  fillHistory(fake);
  fake.conversations.set('claude:h6', demoConversation());
  fake.conversationSources.set('claude:h6', 'index');
};

const rewound = (fake: FakeServer): void => {
  only(one)(fake);
  fake.conversations.set(one.key, demoConversation());
  fake.branches.set(one.key, [
    { id: 0, from: 0, to: 9, forkedAt: null, live: true },
    { id: 1, from: 9, to: null, forkedAt: 4, live: true },
  ]);
};

/** Every fold open, those inside of others too. */
async function unfold(page: Page): Promise<void> {
  const open = `document.querySelectorAll('main details:not([open])').forEach((fold) => { fold.open = true; })`;
  for (let depth = 0; depth < 3; depth += 1) await page.evaluate(open);
  await page.locator('main figure').last().waitFor();
}

const PICTURES: Picture[] = [
  { name: 'tools', prepare: allTools, path: at(toolsUsed), full: true },
  { name: 'tools-open', prepare: allTools, path: at(toolsUsed), full: true, act: unfold },
  {
    name: 'marked',
    prepare: allTools,
    path: `${at(toolsUsed)}?at=12`,
    act: async (page) => {
      await page.locator('[data-marked]').hover();
      await page.locator('[data-marked]').getByRole('button', { name: 'More about this message' }).click();
    },
  },
  {
    name: 'raw',
    prepare: allTools,
    path: at(toolsUsed),
    act: async (page) => {
      const entry = page.locator('[data-entry="reply r1"]');
      await entry.hover();
      await entry.getByRole('button', { name: 'More about this message' }).click();
      await page.getByRole('button', { name: 'Show raw record' }).click();
      await page.getByRole('region', { name: 'Raw record' }).locator('pre').scrollIntoViewIfNeeded();
    },
  },
  { name: 'subagent', prepare: allTools, path: `${at(toolsUsed)}?agent=a1b2c3` },
  { name: 'rewound', prepare: rewound, path: at(one) },
  { name: 'rewound-shown', prepare: rewound, path: `${at(one)}?branches=all` },
  { name: 'session-deleted', prepare: deleted, path: '/s/claude%3Ah6' },
  { name: 'history', prepare: (fake) => (fillDemo(fake), fillHistory(fake)), path: '/history', shows: '[data-row]' },
  {
    name: 'history-filtered',
    prepare: fillHistory,
    path: '/history?q=lease&agent=claude&project=/home/mara/code/billing-api',
    shows: '[data-row]',
  },
  { name: 'history-empty', prepare: (fake) => fake.setIndex(INDEXING), path: '/history' },
  { name: 'search-empty', prepare: fillHistory, path: '/search', shows: 'dl' },
  { name: 'search', prepare: fillHistory, path: '/search?q=lease', shows: '[data-row]' },
  { name: 'search-none', prepare: fillHistory, path: '/search?q=nothing%20at%20all', shows: 'section p' },
  {
    name: 'search-wrong',
    prepare: (fake) => {
      fake.onSearch = () => WRONG;
    },
    path: '/search?q=lease%20tols:bash%20-worker',
    shows: '[data-query-error]',
  },
  {
    name: 'search-unfinished',
    prepare: (fake) => {
      fake.setIndex(INDEXING);
      fake.onSearch = () => ({
        hits: demoHits().slice(0, 2),
        next: 'c',
        exhausted: false,
        tookMs: 150,
        complete: false,
      });
    },
    path: '/search?q=lease',
    shows: '[data-row]',
  },
  {
    name: 'indexing',
    prepare: (fake) => (fillDemo(fake), fake.setIndex(INDEXING)),
    act: (page) => page.locator('[data-index]').hover(),
  },
  {
    name: 'index-failed',
    prepare: (fake) => {
      fillDemo(fake);
      fake.setIndex({
        ...INDEXING,
        state: 'failed',
        problem: 'The disk is full. Free some space, then run `amc index rebuild`.',
      });
    },
    act: (page) => page.locator('[popovertarget=health]').click(),
  },
  { name: 'board-empty', prepare: (fake) => fake.setSources(EMPTY_SOURCES) },
  { name: 'board-one', prepare: only(one) },
  { name: 'board-thirty', prepare: fillDemo },
  {
    name: 'board-long',
    prepare: fillDemo,
    full: true,
    act: longBoard,
  },
  {
    name: 'board-focus',
    prepare: fillDemo,
    act: async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('j');
    },
  },
  { name: 'deliveries', prepare: deliveries, path: at(one) },
  { name: 'board-rare', prepare: only(planSession(), multiQuestionSession(), ...rareSessions()) },
  { name: 'session-working', prepare: only(one), path: at(one) },
  { name: 'session-diff', prepare: fillDemo, path: '/s/claude%3A7f3c02' },
  { name: 'session-question', prepare: fillDemo, path: '/s/claude%3A7f3c03' },
  { name: 'session-multi', prepare: only(multiQuestionSession()), path: at(multiQuestionSession()) },
  { name: 'session-plan', prepare: only(planSession()), path: at(planSession()) },
  { name: 'session-error', prepare: only(...rareSessions()), path: '/s/codex%3Ax1' },
  { name: 'health', prepare: fillDemo, act: (page) => page.locator('[popovertarget=health]').click() },
  { name: 'help', prepare: fillDemo, act: (page) => page.keyboard.press('?') },
  {
    name: 'away',
    prepare: fillDemo,
    act: async (page, fake) => {
      await fake.stop();
      await page.locator('[data-connection=reconnecting]').waitFor();
    },
  },
];

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size} ${theme}`, () => {
      test.use({
        viewport,
        colorScheme: theme,
        hasTouch: size === 'phone',
        isMobile: size === 'phone',
        reducedMotion: 'reduce',
      } as object);
      for (const { name, prepare, path, shows, act, full = false } of PICTURES) {
        test(name, async ({ page, fake, enter }) => {
          prepare(fake);
          await enter(path);
          await page.locator('main :is(h1, h2, h3)').first().waitFor({ state: 'attached' });
          if (path?.startsWith('/s/') === true) await page.locator('main ol > li').first().waitFor();
          if (shows !== undefined) await page.locator(shows).first().waitFor();
          await act?.(page, fake);
          await page.evaluate('document.fonts.ready');
          await page.screenshot({
            path: `${OUT}/${name}-${size}-${theme}.png`,
            animations: 'disabled',
            fullPage: full,
          });
        });
      }
      test('signed-out', async ({ page, fake }) => {
        await page.goto(fake.url);
        await page.locator('h1').waitFor();
        await page.screenshot({ path: `${OUT}/signed-out-${size}-${theme}.png` });
      });
    });
  }
}
