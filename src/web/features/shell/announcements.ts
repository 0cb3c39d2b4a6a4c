import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { withoutAnsi } from '../../lib/safe-text.ts';
import { asks, titleOf } from '../../lib/words.ts';
import { gist, groupOf } from '../board/groups.ts';
import { tShell } from './texts.ts';

/** Something that happened to a session and that a person would look up for. */
export interface News {
  about: 'asks' | 'done' | 'unsure' | 'ended';
  text: string;
}

/** More than so many are told as numbers. */
const NAMED = 3;
const LONGEST = 120;

type Sessions = ReadonlyMap<string, Session>;

/** What is new in the second that was not in the first. A session that is seen for the first time tells only what it asks. */
export function newsBetween(before: Sessions, now: Sessions): News[] {
  const news: News[] = [];
  for (const [key, session] of now) {
    const known = before.get(key);
    if (known === session) continue;
    if (groupOf(session) === 'snoozed') continue;
    const asked = new Set(known?.requests.map(({ id }) => id));
    const fresh = session.requests.filter(({ id }) => !asked.has(id));
    for (const request of fresh) {
      const about = oneLine(gist(request));
      const who = t('request.label', { who: session.agent, what: asks(request) });
      news.push({ about: 'asks', text: tShell('news.asks', { who, title: oneLine(titleOf(session)), about }) });
    }
    const changed = statusNews(known, session);
    if (changed !== null && fresh.length === 0) news.push(changed);
  }
  return news;
}

/** As one announcement: what happened, then how many wait, where that has anything to do with it. */
export function toldTogether(news: readonly News[], sessions: Iterable<Session>): string {
  if (news.length === 0) return '';
  const asking = news.some(({ about }) => about === 'asks');
  const needs = [...sessions].filter((session) => groupOf(session) === 'needs').length;
  const told = news.length <= NAMED ? news.map(({ text }) => text) : [numbersOf(news)];
  return [...told, ...(asking && needs > 1 ? [t('live.needs', { n: needs })] : [])].join(' ');
}

function statusNews(known: Session | undefined, session: Session): News | null {
  if (known === undefined || known.status.value === session.status.value) return null;
  const title = oneLine(titleOf(session));
  switch (session.status.value) {
    case 'needs_attention':
      return session.requests.length > 0 ? null : { about: 'asks', text: tShell('news.waits', { title }) };
    case 'idle':
      return known.status.value === 'working' ? { about: 'done', text: tShell('news.done', { title }) } : null;
    case 'ended':
      return { about: 'ended', text: tShell('news.ended', { title }) };
    case 'unknown':
      return { about: 'unsure', text: tShell('news.unsure', { title }) };
    default:
      return null;
  }
}

function numbersOf(news: readonly News[]): string {
  return (['asks', 'done', 'unsure', 'ended'] as const)
    .map((about) => [about, news.filter((one) => one.about === about).length] as const)
    .filter(([, n]) => n > 0)
    .map(([about, n]) => tShell(`news.many.${about}`, { n }))
    .join(' ');
}

function oneLine(text: string): string {
  const flat = withoutAnsi(text).replaceAll(/\s+/g, ' ').trim();
  return flat.length <= LONGEST ? flat : `${flat.slice(0, LONGEST)}…`;
}
