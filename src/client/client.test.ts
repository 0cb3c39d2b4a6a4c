import { describe, expect, it } from 'vitest';
import { EnvironmentError, UserError } from '../contract/errors.ts';
import { checkReply } from './check.ts';
import { createClient } from './client.ts';
import { statusOf } from './problem.ts';

const answering = (reply: unknown, init: ResponseInit = {}) => {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: unknown, requestInit: RequestInit = {}): Promise<Response> => {
    asked.push({ url: String(url), init: requestInit });
    return new Response(typeof reply === 'string' ? reply : JSON.stringify(reply), init);
  };
  return {
    asked,
    client: createClient({
      baseUrl: 'http://amc',
      headers: () => ({ 'x-amc-page': 'p' }),
      fetch: fetch as typeof globalThis.fetch,
      check: checkReply,
    }),
  };
};

describe('createClient', () => {
  it('fills the path and the query and sends its headers', async () => {
    const { asked, client } = answering({ items: [], before: null, after: 7, problems: [] });
    const page = await client.call('conversation', { params: { key: 'claude:a/b' }, query: { before: 3 } });
    expect(page.after).toBe(7);
    expect(asked[0]?.url).toBe('http://amc/api/sessions/claude%3Aa%2Fb/conversation?before=3');
    expect(asked[0]?.init.headers).toEqual({ accept: 'application/json', 'x-amc-page': 'p' });
  });

  it('sends a body as JSON', async () => {
    const { asked, client } = answering({ pageToken: 't' });
    await client.call('exchange', { body: { code: 'c' } });
    expect(asked[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"code":"c"}',
      headers: { 'content-type': 'application/json' },
    });
  });

  it('turns a problem into the error of its fault', async () => {
    const problem = {
      type: 'x',
      title: 'Gone',
      status: 409,
      code: 'request_gone',
      fault: 'user',
      detail: 'It was answered.',
      next: 'Nothing.',
    };
    const { client } = answering(problem, { status: 409 });
    const error = await client.call('health', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'request_gone', message: 'It was answered.', next: 'Nothing.' });
    expect(statusOf(error)).toBe(409);
  });

  it('keeps the status of an answer that is no problem document', async () => {
    const { client } = answering('<html>', { status: 401 });
    const error = await client.call('health', {}).catch((caught: unknown) => caught);
    expect(statusOf(error)).toBe(401);
  });

  it('tells where a text is wrong, in the error', async () => {
    const problem = {
      type: 'x',
      title: 'Bad',
      status: 400,
      code: 'query_invalid',
      fault: 'user',
      place: { from: 2, to: 5 },
    };
    const { client } = answering(problem, { status: 400 });
    const error = client.call('search', { query: { q: 'a b:c' } });
    await expect(error).rejects.toMatchObject({ code: 'query_invalid', place: { from: 2, to: 5 } });
  });

  it('sends a list as one text', async () => {
    const { asked, client } = answering({});
    await client.call('usage', { query: { by: ['day', 'model'] } }).catch(() => undefined);
    expect(asked[0]?.url).toBe('http://amc/api/usage?by=day%2Cmodel');
  });

  it('gives a file in parts, with its name', async () => {
    const headers = { 'content-disposition': 'attachment; filename="claude-x.md"' };
    const { asked, client } = answering('# A title', { headers });
    const file = await client.download('exportSession', { params: { key: 'claude:a' }, query: { format: 'html' } });
    let text = '';
    for await (const part of file.bytes) text += new TextDecoder().decode(part);
    expect([text, file.name, asked[0]?.url]).toEqual([
      '# A title',
      'claude-x.md',
      'http://amc/api/sessions/claude%3Aa/export?format=html',
    ]);
  });

  it('refuses a reply that does not fit the contract', async () => {
    const { client } = answering({ pageToken: 5 });
    await expect(client.call('exchange', { body: { code: 'c' } })).rejects.toMatchObject({ code: 'unreadable_reply' });
    const { client: garbled } = answering('{"pageTo');
    await expect(garbled.call('exchange', { body: { code: 'c' } })).rejects.toMatchObject({ code: 'unreadable_reply' });
  });

  it('says when nobody answers, and passes an abort on as it is', async () => {
    const failing = createClient({
      baseUrl: '',
      fetch: () => Promise.reject(new TypeError('fetch failed')),
      check: checkReply,
    });
    await expect(failing.call('health', {})).rejects.toBeInstanceOf(EnvironmentError);
    const reason = new Error('left');
    await expect(failing.call('health', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
