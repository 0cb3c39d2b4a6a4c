import type { ReactNode } from 'react';
import type { SourceHealth } from '../../../contract/health.ts';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { Phrase } from '../../ui/phrase.tsx';
import { Shape, type ShapeName, type Tone } from '../../ui/shape.tsx';
import { ofServer } from '../../i18n/language.ts';

const LOOK: Record<SourceHealth['state'], { name: ShapeName; tone: Tone; text: string; rank: number }> = {
  failed: { name: 'cross', tone: 'bad', text: 'text-bad-text', rank: 0 },
  degraded: { name: 'question', tone: 'unsure', text: 'text-unsure-text', rank: 1 },
  ok: { name: 'dot', tone: 'works', text: 'text-works-text', rank: 2 },
  absent: { name: 'ring', tone: 'rests', text: 'text-ink-3', rank: 3 },
};

/** Whether a person should look at it. What is merely not there is no problem. */
export function isProblem({ state }: SourceHealth): boolean {
  return state === 'failed' || state === 'degraded';
}

/** What AMC looks at, problems first. */
export function SourceList({ sources }: { sources: readonly SourceHealth[] }): ReactNode {
  if (sources.length === 0) return <p className="py-1 text-ink-2">{t('health.none')}</p>;
  const ordered = sources.toSorted((a, b) => LOOK[a.state].rank - LOOK[b.state].rank || a.name.localeCompare(b.name));
  return (
    <ul className="divide-y divide-line">
      {ordered.map((source) => {
        const { name, tone, text } = LOOK[source.state];
        return (
          <li key={source.name} className="grid grid-cols-[14px_1fr_auto] items-baseline gap-x-2.5 py-2">
            <span className="self-center">
              <Shape name={name} tone={tone} size={10} />
            </span>
            <span className="font-medium">
              <Clean text={source.name} />
            </span>
            <span className={`text-12 ${text}`}>{t(`health.${source.state}`)}</span>
            <span className="col-span-2 col-start-2 text-12 break-words text-ink-2">
              <Phrase text={ofServer(source.detail)} />
              {source.next === undefined ? null : (
                <span className="block text-ink">
                  <Phrase text={source.next} />
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
