import { Suspense, useState, type ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { useDensity } from '../../state/density.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { AlikeLines } from '../bulk/alike-line.tsx';
import { groupOf } from './groups.ts';
import type { Section } from './sections.ts';
import { SessionRow } from './session-row.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';

const SessionCard = lazyPart(async () => (await import('./session-card.tsx')).SessionCard);

/** A part of the board: its heading, and its sessions as rows or as cards. */
export function SectionPart({ section, children }: { section: Section; children?: ReactNode }): ReactNode {
  const { id, name, sessions } = section;
  const group = 'group' in name ? name.group : null;
  const asking = group === 'needs' ? sessions : sessions.filter((session) => groupOf(session) === 'needs');
  return (
    <section aria-labelledby={`group-${id}`} className="mb-6" data-group={group ?? 'by'}>
      <h2 id={`group-${id}`} className="flex items-baseline gap-2 px-4 pt-3 pb-2 text-12 text-ink-3">
        <span className={classes('font-semibold', group === 'needs' ? 'text-needs-text' : 'text-ink-2')}>
          {'group' in name ? t(`group.${name.group}`) : <Clean text={name.label} />}
        </span>
        <span>{sessions.length}</span>
        {group === null && asking.length > 0 ? (
          <span className="flex items-center gap-1 font-medium text-needs-text">
            <Shape name="diamond" tone="needs" size={8} />
            {t('header.needs', { n: asking.length })}
          </span>
        ) : null}
        {children}
      </h2>
      {group === 'needs' || group === null ? <AlikeLines sessions={asking} /> : null}
      <SessionList sessions={sessions} />
    </section>
  );
}

function SessionList({ sessions }: { sessions: readonly Session[] }): ReactNode {
  const density = useDensity();
  if (density === 'rows') {
    return (
      <ul>
        {sessions.map((session) => (
          <SessionRow key={session.key} session={session} />
        ))}
      </ul>
    );
  }
  return (
    <Suspense fallback={null}>
      <ul className="card-grid">
        {sessions.map((session) => (
          <SessionCard key={session.key} session={session} />
        ))}
      </ul>
    </Suspense>
  );
}

const FOLD_SHOWN = 50;

/** Out of the way until asked for; then the first only, because there may be thousands. */
export function FoldedPart({ name, sessions }: { name: 'snoozed' | 'ended'; sessions: Session[] }): ReactNode {
  const [open, setOpen] = useState(false);
  const [limit, setLimit] = useState(FOLD_SHOWN);
  if (sessions.length === 0) return null;
  if (!open) {
    return (
      <div className="border-t border-line px-1 pt-1 pb-1">
        <Button look="quiet" aria-expanded={false} onClick={() => setOpen(true)}>
          {t(name === 'ended' ? 'group.showEnded' : 'group.showSnoozed', { n: sessions.length })}
        </Button>
      </div>
    );
  }
  return (
    <>
      <SectionPart section={{ id: name, name: { group: name }, sessions: sessions.slice(0, limit) }}>
        <button
          type="button"
          aria-expanded={true}
          className="-my-2 ml-auto min-h-8 underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
          onClick={() => setOpen(false)}
        >
          {t(name === 'ended' ? 'group.hideEnded' : 'group.hideSnoozed')}
        </button>
      </SectionPart>
      {sessions.length > limit ? (
        <Button look="quiet" onClick={() => setLimit(limit + 4 * FOLD_SHOWN)}>
          {t('group.more', { n: sessions.length - limit })}
        </Button>
      ) : null}
    </>
  );
}
