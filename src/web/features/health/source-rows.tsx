import type { ReactNode } from 'react';
import type { SourceHealth } from '../../../contract/health.ts';
import { t } from '../../i18n/t.ts';
import { span } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { Clean } from '../../ui/clean.tsx';
import { Phrase } from '../../ui/phrase.tsx';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';
import { tHealth } from './texts.ts';
import { ofServer } from '../../i18n/language.ts';

const LOOK: Record<SourceHealth['state'], { name: ShapeName; tone: Tone; text: string; rank: number }> = {
  failed: { name: 'cross', tone: 'bad', text: 'text-bad-text', rank: 0 },
  degraded: { name: 'question', tone: 'unsure', text: 'text-unsure-text', rank: 1 },
  ok: { name: 'dot', tone: 'works', text: 'text-ink-2', rank: 2 },
  absent: { name: 'ring', tone: 'rests', text: 'text-ink-3', rank: 3 },
};

/** Everything AMC looks at, problems first: state in words, since when, why, and what to do. */
export function SourceRows({ sources }: { sources: readonly SourceHealth[] }): ReactNode {
  const now = useNow('coarse');
  if (sources.length === 0) return <p className="text-ink-2">{t('health.none')}</p>;
  const ordered = sources.toSorted((a, b) => LOOK[a.state].rank - LOOK[b.state].rank || a.name.localeCompare(b.name));
  return (
    <ul className="divide-y divide-line border-y border-line">
      {ordered.map(({ name, state, detail, next, since }) => {
        const look = LOOK[state];
        return (
          <li
            key={name}
            className="grid grid-cols-[14px_minmax(0,1fr)_auto] items-baseline gap-x-2.5 gap-y-1 py-2.5 tablet:grid-cols-[14px_200px_minmax(0,1fr)_auto]"
          >
            <span className="flex h-[1.35em] items-center self-start">
              <Shape name={look.name} tone={look.tone} size={10} />
            </span>
            <span className="font-medium break-words">
              <Clean text={name} />
            </span>
            <span className={`whitespace-nowrap tablet:order-last ${look.text}`}>
              {t(`health.${state}`)}
              {since === undefined ? null : (
                <span className="ml-2 text-12 text-ink-3">{tHealth('sight.since', { span: span(now - since) })}</span>
              )}
            </span>
            <span className="col-span-2 col-start-2 min-w-0 break-words text-ink-2 max-tablet:text-12 tablet:col-span-1 tablet:col-start-3">
              <Phrase text={ofServer(detail)} />
              {next === undefined ? null : (
                <span className="mt-1 block text-ink">
                  <Phrase text={ofServer(next)} />
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
