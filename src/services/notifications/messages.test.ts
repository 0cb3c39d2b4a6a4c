import { expect, it } from 'vitest';
import type { NotificationTarget } from '../../contract/settings.ts';
import { requestFor, type Message } from './messages.ts';

const message: Message = {
  id: 'm1',
  at: 5,
  about: 'needs_you',
  headline: 'Café needs you',
  agent: 'claude',
  title: 'Fix <!channel> & co',
  project: 'Café',
  what: 'wants to run rm -rf <dir>',
  url: 'http://127.0.0.1:7400/s/claude%3A1',
};
const target = (parts: Partial<NotificationTarget>): NotificationTarget => ({
  id: 't',
  name: 'T',
  type: 'webhook',
  url: 'https://example.org/hook',
  ...parts,
});

it('sends a webhook all fields, or only those its template names', () => {
  const all = requestFor(target({ token: 'secret' }), message);
  expect(all.headers).toMatchObject({ 'Content-Type': 'application/json', Authorization: 'Bearer secret' });
  expect(JSON.parse(all.body)).toMatchInlineSnapshot(`
    {
      "about": "needs_you",
      "agent": "claude",
      "at": 5,
      "id": "m1",
      "project": "Café",
      "text": "claude in Café: wants to run rm -rf <dir>",
      "title": "Fix <!channel> & co",
      "url": "http://127.0.0.1:7400/s/claude%3A1",
      "what": "wants to run rm -rf <dir>",
    }
  `);
  const bare = requestFor(target({ template: '{project} waits' }), message);
  expect(JSON.parse(bare.body)).toEqual({ id: 'm1', at: 5, about: 'needs_you', text: 'Café waits', project: 'Café' });
  expect(bare.headers).not.toHaveProperty('Authorization');
});

it('sends ntfy its documented headers, words beyond ASCII encoded', () => {
  const { headers, body } = requestFor(target({ type: 'ntfy', token: 'tk_1' }), message);
  expect(headers).toMatchObject({ Priority: '4', Tags: 'bell', Click: message.url, Authorization: 'Bearer tk_1' });
  expect(headers['Title']).toBe(`=?UTF-8?B?${Buffer.from('Café needs you').toString('base64')}?=`);
  expect(requestFor(target({ type: 'ntfy' }), { ...message, headline: 'ledger\r\nX: y' }).headers['Title']).toBe(
    'ledger X: y',
  );
  expect(body).toBe('claude in Café: wants to run rm -rf <dir>');
});

it('lets nobody be called in Slack by a title', () => {
  const { headers, body } = requestFor(
    target({ type: 'slack', token: 'unused', template: '<!here> {title}' }),
    message,
  );
  expect(JSON.parse(body)).toEqual({ text: '<!here> Fix &lt;!channel&gt; &amp; co' });
  expect(headers).not.toHaveProperty('Authorization');
});
