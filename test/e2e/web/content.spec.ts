import type { ToolView } from '../../../src/contract/conversation.ts';
import type { HistoryDetail } from '../../../src/contract/history.ts';
import type { Request } from '../../../src/contract/request.ts';
import { SessionKey, type Session } from '../../../src/contract/session.ts';
import { newDelivery } from '../../../src/core/delivery.ts';
import { sessionPath } from '../../../src/web/lib/session-path.ts';
import type { LooseItem } from '../../helpers/fake-history-pages.ts';
import { makeDetail, makeHit } from '../../helpers/make-history.ts';
import {
  elicitation,
  makeSession,
  permission,
  plan,
  proseQuestion,
  question,
  trust,
} from '../../helpers/make-session.ts';
import { PAYLOADS } from './payloads.ts';
import { expect, goTo, test } from './fixtures.ts';

/** Nothing an agent writes makes an element of these, or a link to anywhere but the web. */
const FOREIGN = `[...document.querySelectorAll('#root :is(script, img, iframe, object, embed, link, style, meta, base, video, audio, form[action], [onerror], [onload], [onclick])')].map((e) => e.outerHTML)`;
const LINKS = `[...document.querySelectorAll('#root a')].map((a) => a.getAttribute('href')).filter((href) => !/^(https?:\\/\\/|\\/($|s\\/|\\?|(inbox|history|search|usage|settings|health)$|audit(\\?|$))|#main$)/.test(href ?? ''))`;

/** What was opened is there. */
const DRAWN = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`;

/** A session with the text in every field that an agent, a file or a terminal fills. */
function poisoned(text: string, index: number): Session {
  const base = makeSession({
    id: `s${index}`,
    value: index % 2 === 0 ? 'unknown' : 'idle',
    place: 'tmux work:1.0',
    detail: text,
  });
  return {
    ...base,
    title: text,
    project: { name: text, dir: `/${text}`, branch: text },
    model: text,
    agentVersion: text,
    doing: text,
    preview: text,
    lastEvent: text,
    paneNote: text,
    pane: { terminal: 'tmux', session: text, pane: text, label: text },
    problems: [{ code: text, message: text, place: text, at: 0 }],
    requests: requestsWith(text, index),
  };
}

function requestsWith(text: string, index: number): Request[] {
  const choices = [{ id: text, label: text, effect: 'allow' as const, takesMessage: true }];
  const [last] = text.split('\n');
  return [
    permission({
      id: `p${index}`,
      tool: text,
      title: text,
      reason: text,
      command: text,
      cwd: text,
      input: text,
      risks: [text],
      subagent: { id: text, type: text },
      choices,
    }),
    permission({
      id: `e${index}`,
      tool: text,
      title: text,
      edits: [{ path: text, before: 'a\n', after: `${text}\n` }],
      choices,
    }),
    question({
      id: `q${index}`,
      questions: [
        {
          id: text,
          header: text,
          text,
          multiSelect: false,
          takesFreeText: true,
          options: [{ label: last ?? text, description: text, preview: text }],
        },
      ],
    }),
    plan({ id: `l${index}`, markdown: text, path: text }),
    proseQuestion({
      id: `t${index}`,
      text,
      answer: { channel: 'none', reason: text, remedy: { text, command: text } },
    }),
    trust({ id: `d${index}`, text, choices }),
    elicitation({
      id: `f${index}`,
      server: text,
      text,
      url: text,
      fields: [
        { id: text, label: text, description: text, type: 'text', required: true, initial: text },
        { id: `${text}2`, label: text, type: 'select', required: true, options: [{ value: text, label: text }] },
      ],
      choices,
    }),
  ];
}

/** A call of every kind that is drawn in a way of its own. */
function callsWith(text: string): LooseItem[] {
  const views: ToolView[] = [
    { type: 'shell', command: text, cwd: text },
    {
      type: 'edit',
      files: [
        { path: text, change: 'update', diff: `@@ -1 +1 @@\n-${text}\n+${text}` },
        { path: text, movedTo: text, change: 'move', before: text, after: `${text}!` },
      ],
    },
    { type: 'read', path: text },
    { type: 'search', pattern: text, path: text },
    { type: 'web', url: text },
    { type: 'web', query: text },
    { type: 'todo', items: [{ text, state: 'active' }] },
    { type: 'plan', markdown: text },
    { type: 'question', questions: [{ text, options: [text] }] },
    { type: 'subagent', role: text, description: text, prompt: text },
    { type: 'mcp', server: text, tool: text },
  ];
  return views.flatMap((view, index): LooseItem[] => [
    { kind: 'tool_call', id: `v${index}`, callId: `v${index}`, tool: text, summary: text, input: text, view },
    {
      kind: 'tool_result',
      id: `w${index}`,
      callId: `v${index}`,
      ok: index % 2 === 0,
      output: text,
      cut: 5,
      agentId: text,
    },
  ]);
}

/** Everything the index tells of a session and of what was found in it. */
function historyWith(text: string, index: number): HistoryDetail {
  return makeDetail({
    id: `s${index}`,
    title: text,
    firstPrompt: `${text} first`,
    project: { name: text, dir: text, branch: text },
    models: [text, `${text} 2`],
    agentVersion: text,
    files: [{ path: text, reads: 1, edits: 1 }],
    pullRequests: [text],
    subagents: [{ agentId: text, role: text, description: text }],
    links: [{ type: 'continues', key: SessionKey.parse(`claude:${text}`) }],
    unknownRecords: [{ type: text, count: 1 }],
    unreadable: [{ path: text, from: 0, to: 1, reason: text }],
  });
}

function conversationWith(text: string): LooseItem[] {
  return [
    { kind: 'prompt', id: '1', text, images: 0, files: [text] },
    ...callsWith(text),
    { kind: 'reply', id: '2', text },
    { kind: 'thinking', id: '3', text },
    { kind: 'tool_call', id: '4', callId: text, tool: text, summary: text, input: text },
    { kind: 'tool_result', id: '5', callId: text, ok: false, output: text },
    { kind: 'note', note: 'other', id: '6', text },
  ];
}

test('hostile text stays text, in every field of the board', async ({ page, fake, enter, offences }) => {
  fake.setSources(PAYLOADS.map((text) => ({ name: text, state: 'failed', detail: text, next: text, at: 0 })));
  for (const [index, text] of PAYLOADS.entries()) fake.put(poisoned(text, index));
  await enter();
  await expect(page.locator('[data-row]')).toHaveCount(PAYLOADS.length);
  await page.locator('[popovertarget=health]').click();
  // And AMC's own history.
  await expect(page.locator('#health li')).toHaveCount(PAYLOADS.length + 1);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-row-link]').first()).toHaveText(PAYLOADS[0] ?? '');
  await expect(page.locator('figure').first()).toBeVisible();
  expect(await page.evaluate(FOREIGN)).toEqual([]);
  expect(await page.evaluate(LINKS)).toEqual([]);
  expect(offences).toEqual([]);
});

test('hostile text stays text, in every field of a session', async ({ page, fake, enter, offences }) => {
  test.setTimeout(120_000);
  for (const [index, text] of PAYLOADS.entries()) {
    const session = poisoned(text, index);
    fake.put(session);
    fake.conversations.set(session.key, conversationWith(text));
    fake.putHistory(historyWith(text, index));
    const delivery = {
      ...newDelivery(1),
      state: 'failed' as const,
      via: text,
      reason: { code: text, message: text, next: text },
    };
    fake.addCommand({
      id: `k${index}`,
      sessionKey: session.key,
      action: { type: 'prompt', text },
      createdAt: 1,
      delivery,
    });
  }
  await enter();
  for (const index of PAYLOADS.keys()) {
    await goTo(page, sessionPath(SessionKey.parse(`claude:s${index}`)));
    await page.locator(`[data-request=p${index}]`).waitFor();
    await page.getByRole('list', { name: 'Conversation' }).waitFor();
    await page.evaluate(`document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })`);
    await expect(page.locator('[data-request]')).toHaveCount(7);
    await page.evaluate(DRAWN);
    expect(await page.evaluate(FOREIGN)).toEqual([]);
    expect(await page.evaluate(LINKS)).toEqual([]);
  }
  expect(offences).toEqual([]);
});

test('hostile text stays text, in the list of all sessions and in what is found', async ({
  page,
  fake,
  enter,
  offences,
}) => {
  for (const [index, text] of PAYLOADS.entries()) fake.putHistory(historyWith(text, index));
  fake.onSearch = () => ({
    hits: PAYLOADS.map((text, index) => ({
      ...makeHit({ id: `s${index}`, text, mark: text.slice(2, 9) }),
      title: text,
      project: text,
      tool: text,
      agentId: text,
      role: index % 2 === 0 ? 'output' : 'reply',
    })),
    next: null,
    exhausted: true,
    tookMs: 1,
    complete: true,
  });
  await enter('/history');
  await expect(page.locator('[data-row]')).toHaveCount(PAYLOADS.length);
  expect(await page.evaluate(FOREIGN)).toEqual([]);
  await page.goto(`${fake.url}/search?q=${encodeURIComponent(PAYLOADS[0] ?? '')}`);
  await expect(page.locator('[data-row]')).toHaveCount(PAYLOADS.length);
  expect(await page.evaluate(FOREIGN)).toEqual([]);
  expect(await page.evaluate(LINKS)).toEqual([]);
  expect(offences).toEqual([]);
});

test('what cannot be seen in a command is made visible', async ({ page, fake, enter }) => {
  fake.put(
    makeSession({
      id: 'a',
      value: 'needs_attention',
      requests: [permission({ id: 'r', command: 'rm \u202e/tmp\u200b \u001b[31mred' })],
    }),
  );
  await enter();
  await expect(page.locator('[data-request] pre')).toHaveText('rm U+202E/tmpU+200B red');
});

test('Markdown is set as a page, without anything from anywhere else', async ({ page, fake, enter, offences }) => {
  const session = makeSession({ id: 'a' });
  fake.put(session);
  const text =
    '## Title\n\n- [x] done\n- [ ] open\n\n> quoted &amp; **bold** ~~gone~~\n\n1. one\n2. `code`\n\n[web](https://ok.invalid/a?b&c) <br> ![pic](https://evil.invalid/x.png)\n\n| a | b |\n|--|:-:|\n| 1 | 2 |\n\n```js\nlet x = "<b>";\n```';
  fake.say(session.key, { kind: 'reply', id: '1', text });
  await enter(sessionPath(session.key));
  const prose = page.locator('.prose');
  await expect(prose.getByRole('heading', { name: 'Title' })).toBeVisible();
  await expect(prose.getByRole('checkbox').first()).toBeChecked();
  await expect(prose.locator('blockquote')).toHaveText('quoted & bold gone');
  await expect(prose.getByRole('link', { name: 'web' })).toHaveAttribute('href', 'https://ok.invalid/a?b&c');
  await expect(prose.getByText('[image not loaded: pic]')).toBeVisible();
  await expect(prose.getByRole('cell', { name: '2' })).toBeVisible();
  await expect(prose.locator('pre')).toHaveText('let x = "<b>";');
  expect(offences).toEqual([]);
});
