import { count } from '../count.ts';

/** What is said aloud when something happens. */
export const shellEn = {
  'news.asks': ({ who, title, about }: { who: string; title: string; about: string }) =>
    `${title}: ${who}${about === '' ? '' : `: ${about}`}.`,
  'news.waits': ({ title }: { title: string }) => `${title} waits for you.`,
  'news.done': ({ title }: { title: string }) => `${title} is done.`,
  'news.ended': ({ title }: { title: string }) => `${title} has ended.`,
  'news.unsure': ({ title }: { title: string }) => `What ${title} does is not known.`,
  'news.back': 'Connected again.',
  'news.many.asks': ({ n }: { n: number }) => `${count(n, 'new request', 'new requests')}.`,
  'news.many.done': ({ n }: { n: number }) => `${count(n, 'session is', 'sessions are')} done.`,
  'news.many.unsure': ({ n }: { n: number }) => `${count(n, 'session is', 'sessions are')} not known.`,
  'news.many.ended': ({ n }: { n: number }) => `${count(n, 'session has', 'sessions have')} ended.`,
} as const;
