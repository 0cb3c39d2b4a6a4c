import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AmcProcess } from '../../helpers/amc-process.ts';
import { waitFor } from '../../rig/wait-for.ts';

/** The "Fix" rows of the original's behaviour, asked of a real AMC over its real routes, on files as they lie on disks. */
const home = mkdtempSync('/tmp/amc-fix-');
const env = { HOME: home, PATH: process.env.PATH ?? '', TMUX_TMPDIR: home, XDG_RUNTIME_DIR: join(home, 'run') };
const data = join(home, '.local/share/amc');
const uuid = (n: number): string => `0000000${n}-aaaa-4bbb-8ccc-dddddddddddd`;
let amc: AmcProcess;

beforeAll(async () => {
  writeSessions();
  writeClaude();
  writeCodex();
  amc = await AmcProcess.start(env);
  await waitFor(async () => ids(await state()).includes(uuid(1)), { what: 'the good session to be listed' });
});

afterAll(async () => {
  await amc.stop();
  rmSync(home, { recursive: true, force: true });
});

interface Listed {
  session_id: string;
  agent: string;
  status: string;
  last_message_preview: string;
}

const headers = (): Record<string, string> => ({ authorization: `Bearer ${amc.server.token}` });
const get = async (path: string): Promise<unknown> =>
  (await fetch(amc.server.url + path, { headers: headers() })).json();
const state = async (): Promise<Listed[]> => ((await get('/api/state')) as { sessions: Listed[] }).sessions;
const ids = (sessions: Listed[]): string[] => sessions.map(({ session_id }) => session_id);
const said = async (id: string, query = ''): Promise<string[]> => {
  const { messages } = (await get(`/api/conversation/${id}${query}`)) as {
    messages: { role: string; content: string }[];
  };
  return messages.map(({ role, content }) => `${role}: ${content}`);
};

describe('seed fixes', () => {
  test('Fix 1: one bad file kills no reply', async () => {
    expect(ids(await state())).toEqual(expect.arrayContaining([uuid(1), uuid(5), uuid(6)]));
    expect(await said(uuid(6), '?agent=codex')).toEqual(['user: plain text', 'assistant: string content']);
    const { events } = (await get(`/api/events/${uuid(1)}`)) as { events: { event: string }[] };
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['Stop']));
    expect(await get(`/api/events/${'x'.repeat(300)}`)).toBeTypeOf('object');
  });

  test('Fix 3: U+2028 and U+0085 do not split a record', async () => {
    expect(await said(uuid(2))).toContain('user: one\u2028two\u0085three');
  });

  test.each(['?project_dir=/w/my_app.v2', '?project_dir=/w/my_app.v2/', '?project_dir=%2Fw%2Fmy_app.v2', ''])(
    'Fix 4: a folder with "." and "_" is found (%s)',
    async (query) => expect(await said(uuid(2), query)).toContain('assistant: not letter by letter'),
  );

  test('Fix 5: string content is text, not letters, and nothing is empty', async () => {
    const messages = await said(uuid(2));
    expect(messages).toContain('assistant: not letter by letter');
    expect(messages.filter((message) => /: \s*$/.test(message))).toEqual([]);
  });

  test('Fix 6: prompts sent as arrays show; meta, sidechains and summaries do not show as the user', async () => {
    const messages = await said(uuid(2));
    expect(messages.some((message) => message.startsWith('user: look at this picture'))).toBe(true);
    expect(messages.join('\n')).not.toMatch(/meta text|sidechain text|compact text|user_instructions|turn_aborted/);
  });

  test('Fix 7: a preview survives a partial tail, a reply far back, and a heading', async () => {
    const session = await waitFor(
      async () =>
        (await state()).find(
          ({ session_id, last_message_preview }) => session_id === uuid(5) && last_message_preview !== '',
        ),
      {
        what: 'the preview of the Codex session',
        context: async () => JSON.stringify(await state(), null, 1).slice(0, 3_000),
      },
    );
    expect(session.last_message_preview).toMatch(/^# A reply that starts with a heading/);
  });

  test('Fix 8: what was dismissed stays dismissed, also after a restart', async () => {
    await fetch(`${amc.server.url}/api/dismiss/${uuid(1)}`, {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'application/json' },
      body: '{}',
    });
    expect(ids(await state())).not.toContain(uuid(1));
    await amc.stop();
    amc = await AmcProcess.start(env);
    await waitFor(async () => ids(await state()).includes(uuid(5)), { what: 'the sessions to be listed again' });
    expect(ids(await state())).not.toContain(uuid(1));
  });

  test('Fix 9: ids match exactly', async () => {
    expect(await said(uuid(6).slice(0, 8), '?agent=codex')).toEqual([]);
    expect(await said(uuid(2).slice(0, 8))).toEqual([]);
  });

  test('Fix 12: a GET writes and deletes nothing', async () => {
    const folders = ['sessions', 'events'].map((name) => join(data, name));
    const look = (): unknown =>
      folders.map((folder) => readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]));
    const before = look();
    await Promise.all(
      ['/api/state', `/api/events/${uuid(1)}`, `/api/conversation/${uuid(2)}`, '/api/sessions', '/'].map((path) =>
        fetch(amc.server.url + path, { headers: headers() }),
      ),
    );
    expect(look()).toEqual(before);
  });

  test('Fix 13: a first start without a data directory works; SIGTERM leaves no trace of a running server', async () => {
    const fresh = mkdtempSync('/tmp/amc-fix-');
    const own = { ...env, HOME: fresh };
    const first = await AmcProcess.start(own);
    expect(await first.sessions()).toEqual([]);
    await first.stop('SIGTERM');
    expect(readdirSync(join(fresh, '.local/share/amc'))).not.toContain('server.json');
    rmSync(fresh, { recursive: true });
  });
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function writeSessions(): void {
  const good = {
    session_id: uuid(1),
    agent: 'claude',
    project: 'app',
    project_dir: '/w/app',
    status: 'done',
    started_at: '2026-11-20T10:00:00+00:00',
    last_event_at: '2026-11-20T11:00:00+00:00',
    last_event: 'Stop',
    last_message_preview: 'hello',
    zellij_session: '',
    zellij_pane: '',
  };
  write(join(data, 'sessions', `${uuid(1)}.json`), JSON.stringify(good));
  write(join(data, 'sessions', 'a-list.json'), '[1, 2]');
  write(join(data, 'sessions', 'null.json'), 'null');
  write(join(data, 'sessions', 'half.json'), '{"session_id": "x');
  write(join(data, 'sessions', 'bytes.json'), Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
  const events = Buffer.concat([
    Buffer.from('{"at":"2026-11-20T11:00:00Z","event":"Stop"}\n'),
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.from('17\n{"at":'),
  ]);
  write(join(data, 'events', `${uuid(1)}.jsonl`), events);
}

function writeClaude(): void {
  const base = { sessionId: uuid(2), cwd: '/w/my_app.v2', version: '2.1.330', timestamp: '2026-11-20T10:00:00.000Z' };
  const user = (content: unknown, more = {}): unknown => ({
    ...base,
    type: 'user',
    uuid: `u${JSON.stringify(content)?.length}`,
    message: { role: 'user', content },
    ...more,
  });
  const assistant = (content: unknown): unknown => ({
    ...base,
    type: 'assistant',
    uuid: `a${JSON.stringify(content)?.length}`,
    message: { role: 'assistant', id: 'm', content },
  });
  const records = [
    user('one\u2028two\u0085three'),
    assistant('not letter by letter'),
    assistant([{ type: 'text', text: '' }]),
    user([
      { type: 'text', text: 'look at this picture' },
      { type: 'image', source: {} },
    ]),
    user('meta text', { isMeta: true }),
    user('sidechain text', { isSidechain: true }),
    user('compact text', { isCompactSummary: true }),
    user('<user_instructions>no</user_instructions>'),
    user('<turn_aborted>no</turn_aborted>'),
    { ...base, type: 'assistant', message: null },
    { ...base, type: 'assistant', message: { content: null } },
    assistant([{ type: 'text', text: null }]),
    42,
  ];
  write(
    join(home, '.claude/projects/-w-my-app-v2', `${uuid(2)}.jsonl`),
    `${records.map((record) => JSON.stringify(record)).join('\n')}\n{"type":`,
  );
}

function writeCodex(): void {
  const day = new Date().toISOString();
  const folder = join(home, '.codex/sessions', day.slice(0, 10).replaceAll('-', '/'));
  const meta = (id: string): unknown => ({
    timestamp: day,
    type: 'session_meta',
    payload: { id, timestamp: day, cwd: '/w/api', cli_version: '0.169.0', source: 'cli' },
  });
  const message = (role: string, content: unknown): unknown => ({
    timestamp: day,
    type: 'response_item',
    payload: { type: 'message', role, content },
  });
  const text = (role: string, words: string): unknown =>
    message(role, [{ type: role === 'user' ? 'input_text' : 'output_text', text: words }]);
  const tool = (n: number): unknown => ({
    timestamp: day,
    type: 'response_item',
    payload: { type: 'function_call_output', call_id: `c${n}`, output: 'x' },
  });
  const far = [
    meta(uuid(5)),
    text('user', 'go'),
    text('assistant', '# A reply that starts with a heading\nand goes on'),
    ...Array.from({ length: 40 }, (_, n) => tool(n)),
  ];
  write(
    join(folder, `rollout-2026-11-22T10-00-00-${uuid(5)}.jsonl`),
    `${far.map((record) => JSON.stringify(record)).join('\n')}\n{"timestamp":"2026`,
  );
  const odd = [
    meta(uuid(6)),
    { timestamp: day, type: 'response_item', payload: null },
    message('user', null),
    message('user', 'plain text'),
    text('assistant', ''),
    message('assistant', 'string content'),
    message('assistant', [{ type: 'output_text', text: 7 }]),
    17,
  ];
  const half = Buffer.concat([
    Buffer.from(`${odd.map((record) => JSON.stringify(record)).join('\n')}\n{"x":"`),
    Buffer.from([0xe6, 0x97]),
  ]);
  write(join(folder, `rollout-2026-11-22T10-00-01-${uuid(6)}.jsonl`), half);
  const now = Date.now() / 1000;
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), now, now);
  expect(readFileSync(join(folder, readdirSync(folder)[0] ?? '')).length).toBeGreaterThan(0);
}
