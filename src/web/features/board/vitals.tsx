import type { ReactNode } from 'react';
import type { Session, Vitals } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { dollars, percent, short } from '../../lib/amounts.ts';
import { classes } from '../../ui/classes.ts';

/** From here on the room that is left is worth a look. */
const TIGHT_PERCENT = 80;

/** How full its context is: a bar where the room is known, else the number alone. Nothing where nothing is known. */
export function ContextFill({ vitals }: { vitals: Vitals | undefined }): ReactNode {
  const contextTokens = vitals?.contextTokens;
  const contextWindow = vitals?.contextWindow;
  if (contextTokens === undefined) return null;
  if (contextWindow === undefined)
    return <span title={t('vitals.contextUsed', { used: short(contextTokens) })}>{short(contextTokens)}</span>;
  const full = percent(contextTokens, contextWindow);
  return (
    <span
      className="inline-flex items-baseline gap-1.5"
      title={t('vitals.contextOf', { full, used: short(contextTokens), window: short(contextWindow) })}
    >
      <span className="sr-only">{t('vitals.context')}</span>
      <span className="gauge" data-tight={full >= TIGHT_PERCENT ? '' : undefined} aria-hidden="true">
        <span style={{ width: `${full}%` }} />
      </span>
      <span className={classes(full >= TIGHT_PERCENT && 'font-semibold text-ink')}>
        {t('vitals.percent', { full })}
      </span>
    </span>
  );
}

export function Cost({ vitals }: { vitals: Vitals | undefined }): ReactNode {
  if (vitals?.cost === undefined) return null;
  return <span title={t('vitals.cost', { amount: dollars(vitals.cost) })}>{dollars(vitals.cost)}</span>;
}

/** What else is at work for it: subagents, commands in the background. */
export function Company({ session: { vitals, status } }: { session: Session }): ReactNode {
  const { subagents = 0, backgroundTasks = 0 } = vitals ?? {};
  if (status.value === 'ended' || subagents + backgroundTasks === 0) return null;
  return (
    <span className="row-company">
      {subagents > 0 ? <span>{t('vitals.subagents', { n: subagents })}</span> : null}
      {backgroundTasks > 0 ? <span>{t('vitals.background', { n: backgroundTasks })}</span> : null}
    </span>
  );
}
