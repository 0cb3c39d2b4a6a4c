import type { NotificationRule, NotificationTarget } from '../../../contract/settings.ts';
import { span } from '../../lib/time.ts';
import { tSettings } from './texts.ts';

/** When a rule speaks: `a session needs you or a session is stuck`. */
export function whenOf({ about }: NotificationRule): string {
  return about.map((one) => tSettings(`rule.about.${one}`)).join(tSettings('rule.or'));
}

/** How it speaks, in short parts. */
export function howOf({
  afterSeconds,
  coolDownSeconds,
  unlessFocused,
  quiet,
  agents,
  projects,
}: NotificationRule): string[] {
  const only = [...agents, ...projects.map(lastPart)];
  return [
    afterSeconds === 0
      ? tSettings('rule.says.at-once')
      : tSettings('rule.says.after', { span: span(afterSeconds * 1_000) }),
    ...(coolDownSeconds === 0 ? [] : [tSettings('rule.says.cool', { span: span(coolDownSeconds * 1_000) })]),
    ...(unlessFocused ? [tSettings('rule.says.focused')] : []),
    ...(quiet === null ? [] : [tSettings('rule.says.quiet', quiet)]),
    ...(only.length === 0 ? [] : [tSettings('rule.says.only', { names: only.join(', ') })]),
  ];
}

/** Whom it tells. */
export function toOf({ to }: NotificationRule, targets: readonly NotificationTarget[]): string {
  if (to.length === 0) return tSettings('rule.says.nobody');
  return to.map((id) => nameOf(id, targets)).join(', ');
}

function nameOf(id: string, targets: readonly NotificationTarget[]): string {
  if (id === 'browser' || id === 'sound') return tSettings(`rule.to.${id}`);
  return targets.find((target) => target.id === id)?.name ?? tSettings('rule.says.gone');
}

function lastPart(dir: string): string {
  return dir.split('/').findLast(Boolean) ?? dir;
}
