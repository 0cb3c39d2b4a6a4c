import type { Request } from '../../../contract/request.ts';
import type { Session } from '../../../contract/session.ts';
import type { Notice } from '../../../contract/settings.ts';
import { navigate } from 'wouter/use-browser-location';
import { sessionPath } from '../../lib/session-path.ts';
import { asks, titleOf } from '../../lib/words.ts';
import { visibleParts, withoutAnsi } from '../../lib/safe-text.ts';
import { useApp } from '../../state/store.ts';
import { gist } from '../board/groups.ts';
import { tNotices } from './texts.ts';

/** Those that are shown, by their tag, so that they go when they are over. */
const shown = new Map<string, Notification>();
const LONGEST = 160;

/** Shows it as the browser's own notification. Of one session only the newest stays. */
export function showNotice(notice: Notice): void {
  const { sessionKey } = notice;
  const tag = `amc ${sessionKey ?? notice.id}`;
  const session = sessionOf(notice);
  const { title, body } = wordsOf(notice, session);
  const options = { body, tag, renotify: true, silent: true, icon: '/favicon.svg' };
  const notification = new Notification(title, options);
  shown.set(tag, notification);
  notification.addEventListener('click', () => {
    window.focus();
    navigate(session === null ? (notice.about === 'trouble' ? '/health' : '/') : sessionPath(session.key));
    notification.close();
  });
  notification.addEventListener('close', () => {
    if (shown.get(tag) === notification) shown.delete(tag);
  });
}

/** Takes those away whose sessions need nobody any more. Called when sessions have changed. */
export function clearNotices(sessions: ReadonlyMap<string, Session>): void {
  for (const [tag, notification] of shown) {
    const session = sessions.get(tag.slice('amc '.length));
    if (session === undefined || session.requests.length > 0) continue;
    if (session.status.value === 'working' || session.status.value === 'ended') notification.close();
  }
}

function sessionOf({ sessionKey }: Notice): Session | null {
  for (const session of useApp.getState().board.sessions.values()) if (session.key === sessionKey) return session;
  return null;
}

/** In this page's own words, where it knows the session; otherwise in the server's. */
function wordsOf(notice: Notice, session: Session | null): { title: string; body: string } {
  if (session === null || notice.about === 'trouble') return { title: clean(notice.title), body: clean(notice.body) };
  const project = session.marks?.name ?? session.project.name;
  const [request] = session.requests;
  const name = titleOf(session);
  if (request === undefined || notice.about === 'done')
    return { title: clean(tNotices(`notice.${notice.about}`, { project })), body: clean(name) };
  return { title: clean(tNotices('notice.asks', { project, asks: asks(request) })), body: bodyOf(request, name) };
}

function bodyOf(request: Request, name: string): string {
  const about = clean(gist(request));
  return about === '' ? clean(name) : `${about}\n${clean(name)}`;
}

/** One line in which nothing is hidden, and not too much of it. */
function clean(text: string): string {
  const line = withoutAnsi(text).replace(/\s+/g, ' ').trim();
  const seen = visibleParts(line).map((part) => (part.kind === 'text' ? part.text : `[${part.name}]`));
  const characters = [...seen.join('')];
  return characters.length <= LONGEST ? characters.join('') : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
