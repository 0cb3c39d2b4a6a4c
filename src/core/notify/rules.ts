import type { NotificationRule, NotifyAbout } from '../../contract/settings.ts';
import { isQuiet, quietUntil } from './quiet-hours.ts';

/** Something that somebody may want to be told of. `since`: when it began, ms since the epoch. */
export interface News {
  about: NotifyAbout;
  since: number;
  /** Absent: news of AMC itself, which every agent and project fits. */
  session?: { agent: string; dir: string };
}

/** The first rule that fits; null: nobody wants to know. */
export function ruleFor(rules: readonly NotificationRule[], news: News): NotificationRule | null {
  return rules.find((rule) => fits(rule, news)) ?? null;
}

/** Whether a folder is one of a project: the project's own, or one below it (a worktree, a package). */
export function isInProject(dir: string, project: string): boolean {
  const root = project.replace(/\/+$/, '');
  return dir === root || dir.startsWith(`${root}/`);
}

function fits({ enabled, about, agents, projects }: NotificationRule, news: News): boolean {
  if (!enabled || !about.includes(news.about)) return false;
  const { session } = news;
  if (session === undefined) return true;
  return (
    (agents.length === 0 || agents.includes(session.agent)) &&
    (projects.length === 0 || projects.some((project) => isInProject(session.dir, project)))
  );
}

export interface Moment {
  rule: NotificationRule;
  news: News;
  /** When its session was told of last; null: never. */
  toldAt: number | null;
  now: number;
  /** IANA name of the zone whose clocks count. */
  zone: string;
}

/**
 * When it is time to tell: after it has lasted long enough, after its session's cool-down, and not in quiet hours. What
 * does not last (a turn that is done) is not kept for later: null.
 */
export function dueAt({ rule, news, toldAt, now, zone }: Moment): number | null {
  const lasted = news.since + rule.afterSeconds * 1_000;
  const cooled = toldAt === null ? now : toldAt + rule.coolDownSeconds * 1_000;
  const due = Math.max(now, lasted, cooled);
  if (!isQuiet(rule.quiet, due, zone)) return due;
  return news.about === 'done' ? null : quietUntil(rule.quiet, due, zone);
}
