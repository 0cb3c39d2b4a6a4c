import { useState, type ReactNode } from 'react';
import type { Span, SpanKind, Timeline } from '../../../../contract/usage.ts';
import { stopwatch } from '../../../lib/time.ts';
import { useNow } from '../../../state/clock.ts';
import { client } from '../../../state/connection.ts';
import { Clean } from '../../../ui/clean.tsx';
import { TimeOfDay } from '../../../ui/time.tsx';
import { AskedView } from '../asked-view.tsx';
import type { PanelProps } from '../panels.ts';
import { tPanels } from '../texts.ts';
import { useAsked } from '../use-asked.ts';
import { Band } from './band.tsx';
import { endOf } from './folded-scale.ts';
import { KINDS, LOOKS } from './looks.ts';

const LONGEST = 6;

/** What it did when: the model, its tools, waiting for a person, nobody. */
export function TimelinePanel({ session }: PanelProps): ReactNode {
  const version = `${session.conversationRev} ${session.status.value}`;
  const asked = useAsked(`timeline ${session.key}`, version, (signal) =>
    client.call('timeline', { params: { key: session.key }, signal }),
  );
  return <AskedView asked={asked}>{(timeline) => <Shown timeline={timeline} />}</AskedView>;
}

function Shown({ timeline: { spans, totals } }: { timeline: Timeline }): ReactNode {
  const now = useNow('coarse');
  const [pointed, point] = useState<Span | null>(null);
  if (spans.length === 0) return <p className="px-4 py-3 text-ink-2">{tPanels('timeline.none')}</p>;
  const whole = KINDS.reduce((sum, kind) => sum + totals[kind], 0);
  return (
    <div className="grid gap-5 p-4">
      <Band spans={spans} now={now} pointed={pointed} point={point} />
      <table className="w-full text-left">
        <tbody>
          {KINDS.map((kind) => (
            <tr key={kind} className="border-t border-line">
              <th scope="row" className="py-1.5 font-normal">
                <span className="flex items-center gap-2.5">
                  <Swatch kind={kind} />
                  {tPanels(`timeline.${kind}`)}
                </span>
              </th>
              <td className="text-right text-12">{stopwatch(totals[kind])}</td>
              <td className="w-14 text-right text-12 text-ink-3" title={tPanels('timeline.ofTime')}>
                {whole === 0 ? null : tPanels('timeline.share', { percent: Math.round((100 * totals[kind]) / whole) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Longest spans={spans} now={now} point={point} />
    </div>
  );
}

function Swatch({ kind }: { kind: SpanKind }): ReactNode {
  const { lane, colour } = LOOKS[kind];
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" style={{ color: colour }}>
      <path d="M1 2.5h14M1 6.2h14M1 9.8h14M1 13.5h14" stroke="var(--line-2)" strokeWidth="1" />
      <rect x="1" y={0.5 + lane * 3.7} width="14" height="3.6" rx="1" fill="currentColor" />
    </svg>
  );
}

/** The stretches that took most time, whoever took it; nobody's time is not told. */
function Longest({
  spans,
  now,
  point,
}: {
  spans: readonly Span[];
  now: number;
  point: (span: Span | null) => void;
}): ReactNode {
  const longest = spans
    .filter(({ kind }) => kind === 'tool' || kind === 'waiting_for_you')
    .toSorted((a, b) => endOf(b, now) - b.from - (endOf(a, now) - a.from))
    .slice(0, LONGEST);
  if (longest.length === 0) return null;
  return (
    <section className="grid gap-1">
      <h2 className="text-12 text-ink-3">{tPanels('timeline.longest')}</h2>
      <ol>
        {longest.map((span) => (
          <li
            key={`${span.from} ${span.kind}`}
            onMouseEnter={() => point(span)}
            onMouseLeave={() => point(null)}
            className="grid grid-cols-[14px_minmax(0,1fr)_auto_auto] items-center gap-2.5 border-t border-line py-1.5"
          >
            <Swatch kind={span.kind} />
            <span className="truncate" title={span.label}>
              <Clean text={span.label ?? tPanels(`timeline.${span.kind}`)} />
            </span>
            <span className="text-12 text-ink-3">
              <TimeOfDay at={span.from} />
            </span>
            <span className="w-14 text-right text-12">{stopwatch(endOf(span, now) - span.from)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
