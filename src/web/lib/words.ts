import type { Request } from '../../contract/request.ts';
import type { Session } from '../../contract/session.ts';
import { t } from '../i18n/t.ts';

/** What the agent waits for, as the end of a sentence that begins with its name. */
export function asks(request: Request): string {
  switch (request.kind) {
    case 'permission':
      if (request.command !== undefined) return t('asks.permission.command');
      if ((request.edits?.length ?? 0) > 0) return t('asks.permission.edits');
      return t('asks.permission.tool', { tool: request.tool });
    case 'question':
      return request.questions.length > 1 ? t('asks.questions', { n: request.questions.length }) : t('asks.question');
    case 'plan':
      return t('asks.plan');
    default:
      return t(`asks.${request.kind}`);
  }
}

/** What it is called: by the name a person gave it in AMC, else as its agent does. */
export function titleOf({ marks, title }: Session): string {
  return marks?.name ?? (title.trim() === '' ? t('session.untitled') : title);
}

/** `claude-opus-4-5-20251101` → `opus-4-5`: the vendor is said by the agent, the date by nobody. */
export function shortModel(model: string): string {
  return model.replace(/^claude-/, '').replace(/-\d{8}$/, '');
}

/** Where a person finds it: `tmux work:2.1`. */
export function placeOf(session: Session): string | null {
  return session.pane === undefined ? null : `${session.pane.terminal} ${session.pane.label}`;
}

/** Its permission mode in the agent's own words; null where it is not known. */
export function modeOf({ mode, offers }: Session): string | null {
  const offer = offers.find(({ action }) => action === 'mode');
  const current = offer?.current ?? mode;
  if (current === undefined) return null;
  return offer?.choices?.find(({ id }) => id === current)?.label ?? modeName(current);
}

/** A permission mode in words where only its id is known; one that is not known stays as the agent writes it. */
export function modeName(id: string): string {
  switch (id) {
    case 'default':
    case 'acceptEdits':
    case 'plan':
    case 'bypassPermissions':
    case 'dontAsk':
    case 'auto':
      return t(`mode.${id}`);
    default:
      return id;
  }
}
