import { DEFAULT_TEMPLATE, fill, namesIn, oneLine, type MessageParts } from '../../core/notify/words.ts';
import type { NotificationTarget, NotifyAbout } from '../../contract/settings.ts';
import type { WebPost } from '../../ports/web-post.ts';

/** What somebody is told. */
export interface Message extends MessageParts {
  id: string;
  at: number;
  about: NotifyAbout | 'test';
  /** What it is headed by. */
  headline: string;
}

const TIMEOUT_MS = 10_000;

/** The request that tells a target. What is in it is listed in docs/notifications.md. */
export function requestFor(target: NotificationTarget, message: Message): WebPost {
  const { url } = target;
  return { url, timeoutMs: TIMEOUT_MS, ...FORMATS[target.type](target, message) };
}

type Format = (target: NotificationTarget, message: Message) => Pick<WebPost, 'headers' | 'body'>;

const JSON_TYPE = { 'Content-Type': 'application/json' };

const FORMATS: Record<NotificationTarget['type'], Format> = { webhook, ntfy, slack };

/** Only what its template names goes along as a field of its own; without a template, everything. */
function webhook({ token, template }: NotificationTarget, message: Message): ReturnType<Format> {
  const { id, at, about } = message;
  const names = template === undefined ? (['agent', 'title', 'project', 'what', 'url'] as const) : namesIn(template);
  const fields = Object.fromEntries(names.map((name) => [name, message[name]]));
  const text = fill(template ?? DEFAULT_TEMPLATE, message);
  return { headers: { ...JSON_TYPE, ...bearer(token) }, body: JSON.stringify({ id, at, about, text, ...fields }) };
}

/** https://docs.ntfy.sh/publish: the message is the body, the rest is in headers. */
function ntfy({ token, template }: NotificationTarget, message: Message): ReturnType<Format> {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    Title: headerText(message.headline),
    Priority: PRIORITY[message.about],
    Tags: TAG[message.about],
    ...(message.url === '' ? {} : { Click: message.url }),
    ...bearer(token),
  };
  return { headers, body: fill(template ?? DEFAULT_TEMPLATE, message) };
}

const PRIORITY: Record<Message['about'], string> = { needs_you: '4', error: '4', trouble: '3', done: '3', test: '3' };
const TAG: Record<Message['about'], string> = {
  needs_you: 'bell',
  error: 'rotating_light',
  trouble: 'warning',
  done: 'white_check_mark',
  test: 'wave',
};

/**
 * https://api.slack.com/docs/message-formatting: `&`, `<` and `>` are escaped, so that no title can name a channel or
 * somebody who is then called.
 */
function slack({ template }: NotificationTarget, message: Message): ReturnType<Format> {
  const text = fill(template ?? `${DEFAULT_TEMPLATE}\n{url}`, message, escapeSlack).trim();
  return { headers: JSON_TYPE, body: JSON.stringify({ text }) };
}

function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined || token === '' ? {} : { Authorization: `Bearer ${token}` };
}

/** Beyond ASCII as an encoded word (RFC 2047), which ntfy reads since 2.4.0. */
function headerText(text: string): string {
  const line = oneLine(text);
  // oxlint-disable-next-line no-control-regex -- ASCII is what is asked for
  return /^[\u0020-\u007e]*$/.test(line) ? line : `=?UTF-8?B?${Buffer.from(line).toString('base64')}?=`;
}
