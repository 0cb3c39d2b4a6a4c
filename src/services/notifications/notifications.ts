import type { SourceHealth } from '../../contract/health.ts';
import type { Session } from '../../contract/session.ts';
import type { NotificationRule, NotificationTarget, Settings } from '../../contract/settings.ts';
import type { StreamEvent } from '../../contract/stream.ts';
import { dueAt, ruleFor } from '../../core/notify/rules.ts';
import { headline } from '../../core/notify/words.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PostToWeb } from '../../ports/web-post.ts';
import type { ChangeFeed } from '../api.ts';
import { Attention } from './attention.ts';
import { Delivery, type Outcome } from './delivery.ts';
import type { Message } from './messages.ts';
import { newsOfSession, newsOfSource, type OpenNews } from './news.ts';
import { Told, type TextStore } from './told.ts';

/** Calls back once after so many ms; gives what calls that off. */
export type Schedule = (delayMs: number, work: () => void) => () => void;

export interface NotificationsOptions {
  clock: Clock;
  newId: () => string;
  /** IANA name of the zone whose clocks quiet hours go by. */
  zone: () => string;
  /** Where pages are opened, e.g. `http://127.0.0.1:7400`; null: not known yet. */
  address: () => string | null;
  feed: ChangeFeed & { publish(event: StreamEvent): void };
  settings: () => Settings;
  store: TextStore;
  post: PostToWeb;
  /** Told when it has changed how a target stands. */
  healthChanged: () => void;
  onProblem: (problem: { code: string; message: string }) => void;
  schedule?: Schedule;
  retryMs?: number;
}

/** What news are about: a session, or a source of AMC's. */
interface Subject {
  session: Session | null;
  open: readonly OpenNews[];
  /** When somebody was told of it last. */
  toldAt: number | null;
  worked: boolean;
  doneAt: number | null;
  cancel: () => void;
}

interface Due {
  news: OpenNews;
  rule: NotificationRule;
  at: number;
}

const later: Schedule = (delayMs, work) => {
  const timer = setTimeout(work, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * Watches the feed and tells somebody, by the rules of the settings. One timer for each subject with news that were not
 * told; none while there are none.
 */
export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #startedAt: number;
  readonly #subjects = new Map<string, Subject>();
  readonly #attention: Attention;
  readonly #delivery: Delivery;
  readonly #told: Told;
  #unfollow: () => void = nothing;

  constructor(options: NotificationsOptions) {
    const { clock, post, healthChanged, retryMs } = options;
    this.#options = options;
    this.#startedAt = clock();
    this.#attention = new Attention(clock);
    this.#told = new Told(options.store, options.onProblem);
    this.#delivery = new Delivery({
      clock,
      post,
      changed: healthChanged,
      ...(retryMs === undefined ? {} : { retryMs }),
    });
  }

  /** From now on it watches. */
  start(): void {
    this.#unfollow = this.#options.feed.follow(null, ({ event }) => this.#heard(event));
  }

  attend(page: string, looking: boolean): void {
    this.#attention.note(page, looking);
  }

  test(target: NotificationTarget): Promise<Outcome> {
    const { clock, newId } = this.#options;
    return this.#delivery.test(target, {
      id: newId(),
      at: clock(),
      about: 'test',
      headline: 'Test from AMC',
      agent: 'AMC',
      title: 'a test',
      project: 'your settings',
      what: 'this is how it looks',
      url: this.#options.address() ?? '',
    });
  }

  health(): readonly SourceHealth[] {
    return this.#delivery.health();
  }

  dispose(): void {
    this.#unfollow();
    for (const { cancel } of this.#subjects.values()) cancel();
    this.#delivery.dispose();
  }

  #heard(event: StreamEvent): void {
    switch (event.type) {
      case 'snapshot':
        for (const session of event.sessions) this.#sessionChanged(session);
        return this.#sourcesChanged(event.sources);
      case 'session':
        return this.#sessionChanged(event.session);
      case 'session_removed':
        return this.#forget(event.key);
      case 'sources':
        return this.#sourcesChanged(event.sources);
      case 'settings':
        this.#delivery.keep(event.settings.notifications.targets);
        for (const key of this.#subjects.keys()) this.#plan(key);
        return;
      default:
        return;
    }
  }

  #sessionChanged(session: Session): void {
    const before = this.#subjects.get(session.key);
    const subject = before ?? newSubject();
    const wasSnoozed = isSnoozed(before?.session ?? null);
    this.#noteTurn(subject, session);
    const snoozed = isSnoozed(session);
    const news = newsOfSession(session, subject.doneAt);
    // Whoever puts something off wants to hear of it again.
    if (wasSnoozed && !snoozed) this.#told.forget(news.map(({ id }) => id));
    subject.session = session;
    subject.open = snoozed ? [] : news;
    this.#subjects.set(session.key, subject);
    this.#plan(session.key);
  }

  /** A turn is done when it was seen at work, and is idle now. What was before AMC started is no news. */
  #noteTurn(subject: Subject, { status: { value, since } }: Session): void {
    if (value === 'working') subject.worked = true;
    if (value !== 'idle') {
      subject.doneAt = null;
      return;
    }
    if (subject.worked && since >= this.#startedAt) subject.doneAt = since;
    subject.worked = false;
  }

  #sourcesChanged(sources: readonly SourceHealth[]): void {
    const keys = new Set(sources.map(sourceKey));
    for (const key of this.#subjects.keys()) if (key.startsWith(SOURCE) && !keys.has(key)) this.#forget(key);
    for (const source of sources) {
      const open = newsOfSource(source);
      const key = sourceKey(source);
      const known = this.#subjects.get(key);
      if (open.length === 0 && known === undefined) continue;
      this.#subjects.set(key, { ...(known ?? newSubject()), open });
      this.#plan(key);
    }
  }

  #forget(key: string): void {
    this.#subjects.get(key)?.cancel();
    this.#subjects.delete(key);
  }

  /** Sets the subject's one timer to when its first news are due. */
  #plan(key: string): void {
    const subject = this.#subjects.get(key);
    if (subject === undefined) return;
    subject.cancel();
    subject.cancel = nothing;
    const dues = this.#dues(subject);
    if (dues.length === 0) return;
    const { clock, schedule = later } = this.#options;
    const first = Math.min(...dues.map(({ at }) => at));
    subject.cancel = schedule(Math.max(0, first - clock()), () => this.#tell(key));
  }

  #dues({ open, toldAt }: Subject): Due[] {
    const { settings, clock, zone } = this.#options;
    const { rules } = settings().notifications;
    return open.flatMap((news) => {
      if (this.#told.has(news.id)) return [];
      const rule = ruleFor(rules, news);
      if (rule === null || rule.to.length === 0) return [];
      const at = dueAt({ rule, news, toldAt, now: clock(), zone: zone() });
      return at === null ? [] : [{ news, rule, at }];
    });
  }

  /** All that one rule has to say of it now is one message. What somebody sees on the page counts as told. */
  #tell(key: string): void {
    const subject = this.#subjects.get(key);
    if (subject === undefined) return;
    const now = this.#options.clock();
    const due = this.#dues(subject).filter(({ at }) => at <= now);
    const rule = due[0]?.rule;
    if (rule !== undefined) {
      const news = due.filter((one) => one.rule.id === rule.id).map((one) => one.news);
      this.#told.add(news.map(({ id }) => id));
      if (!rule.unlessFocused || !this.#attention.somebodyLooks()) {
        subject.toldAt = now;
        this.#send(rule, subject, news);
      }
    }
    this.#plan(key);
  }

  #send({ to }: NotificationRule, { session }: Subject, news: readonly OpenNews[]): void {
    const message = this.#message(session, news);
    const { feed, settings } = this.#options;
    if (to.includes('browser') || to.includes('sound'))
      feed.publish({ type: 'notice', notice: notice(session, message, to) });
    for (const target of settings().notifications.targets) {
      if (to.includes(target.id)) this.#delivery.send(target, message);
    }
  }

  #message(session: Session | null, news: readonly OpenNews[]): Message & { about: OpenNews['about'] } {
    const { clock, newId, address } = this.#options;
    const about = news[0]?.about ?? 'needs_you';
    const what = `${news[0]?.what ?? ''}${news.length > 1 ? ` (and ${news.length - 1} more)` : ''}`;
    const project = session?.project.name ?? 'AMC';
    const base = address();
    return {
      id: newId(),
      at: clock(),
      about,
      // What a person calls it says more to them than its folder.
      headline: headline(about, session?.marks?.name ?? project),
      agent: session?.agent ?? 'AMC',
      title: session?.marks?.name ?? session?.title ?? '',
      project,
      what,
      url: base === null ? '' : session === null ? `${base}/health` : `${base}/s/${encodeURIComponent(session.key)}`,
    };
  }
}

function notice(
  session: Session | null,
  { id, at, about, headline: title, title: name, what }: Message & { about: OpenNews['about'] },
  to: readonly string[],
): Extract<StreamEvent, { type: 'notice' }>['notice'] {
  return {
    id,
    at,
    about,
    ...(session === null ? {} : { sessionKey: session.key }),
    title,
    body: name === '' ? what : `${name}: ${what}`,
    show: to.includes('browser'),
    sound: to.includes('sound'),
  };
}

const SOURCE = 'source:';

function sourceKey({ name }: SourceHealth): string {
  return `${SOURCE}${name}`;
}

/** The mark is taken off as soon as it is over. */
function isSnoozed(session: Session | null): boolean {
  return session?.marks?.snoozedUntil !== undefined;
}

function newSubject(): Subject {
  return { session: null, open: [], toldAt: null, worked: false, doneAt: null, cancel: nothing };
}

function nothing(): void {}
