import {
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { Span } from '../../../../contract/usage.ts';
import { clockTime, exactTime, stopwatch } from '../../../lib/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Clean } from '../../../ui/clean.tsx';
import { tPanels } from '../texts.ts';
import { endOf, timeScale, type TimeScale } from './folded-scale.ts';
import { LOOKS } from './looks.ts';

const LANE = 14;
const HEIGHT = 4 * LANE;
/** Nothing that happened is narrower, so that it can be seen. */
const THINNEST = 1.5;

interface BandProps {
  spans: readonly Span[];
  now: number;
  pointed: Span | null;
  point: (span: Span | null) => void;
}

/** All of its time from left to right, in four lanes. What the hand or the focus is on is told below. */
export function Band({ spans, now, pointed, point }: BandProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [folds, setFolds] = useState(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    setWidth(element.clientWidth);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const end = Math.max(...spans.slice(-64).map((span) => endOf(span, now)));
  const scale = useMemo(() => timeScale(spans, { to: end, width, folds }), [spans, end, width, folds]);
  const bars = useMemo(() => barsOf(spans, scale, end), [spans, scale, end]);
  const at = (x: number): Span | null => nearest(spans, scale, { x, end });
  const moved = ({ clientX, currentTarget }: PointerEvent<HTMLElement>): void =>
    point(at(clientX - currentTarget.getBoundingClientRect().left));
  const pressed = (event: KeyboardEvent): void => {
    const next = stepFrom(spans, pointed, event.key);
    if (next === null) return;
    event.preventDefault();
    point(next);
  };
  const index = pointed === null ? spans.length - 1 : spans.indexOf(pointed);
  return (
    <div className="grid gap-2">
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={tPanels('timeline.band')}
        aria-valuemin={1}
        aria-valuemax={spans.length}
        aria-valuenow={index + 1}
        aria-valuetext={told(pointed ?? spans.at(-1), now)}
        onPointerMove={moved}
        onPointerDown={moved}
        onPointerLeave={() => point(null)}
        onKeyDown={pressed}
        className="cursor-crosshair rounded-s"
      >
        <svg width={width} height={HEIGHT} aria-hidden="true" className="block">
          {[0, 1, 2, 3].map((lane) => (
            <path key={lane} d={`M0 ${lane * LANE + LANE / 2}H${width}`} stroke="var(--line)" />
          ))}
          {bars.map(({ kind, d }) => (
            <path key={kind} d={d} fill={LOOKS[kind].colour} />
          ))}
          {pointed === null ? null : <Pointer span={pointed} scale={scale} end={end} />}
        </svg>
      </div>
      <Ends spans={spans} end={end} now={now} />
      <p className="min-h-9 text-12 break-words text-ink-2" aria-hidden="true">
        {pointed === null ? tPanels('timeline.hint') : <Clean text={told(pointed, now)} />}
      </p>
      {scale.isFolded || !folds ? (
        <div className="-mt-2 flex items-center justify-between gap-3 text-12 text-ink-3">
          {scale.isFolded ? tPanels('timeline.folded') : null}
          <Button look="quiet" aria-pressed={!folds} className="-mr-3 ml-auto text-12" onClick={() => setFolds(!folds)}>
            {tPanels('timeline.trueToTime')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Ends({ spans, end, now }: { spans: readonly Span[]; end: number; now: number }): ReactNode {
  const goesOn = spans.some(({ to }) => to === null);
  return (
    <div className="flex justify-between text-12 text-ink-3">
      <span>{exactTime(spans[0]?.from ?? end, now)}</span>
      <span>{goesOn ? tPanels('timeline.goesOn') : exactTime(end, now)}</span>
    </div>
  );
}

function Pointer({ span, scale, end }: { span: Span; scale: TimeScale; end: number }): ReactNode {
  const x = scale.x(span.from);
  const width = Math.max(THINNEST, scale.x(endOf(span, end)) - x);
  const y = LOOKS[span.kind].lane * LANE;
  return (
    <rect x={x - 1} y={y} width={width + 2} height={LANE} rx="2" fill="none" stroke="var(--ink)" strokeWidth="1.5" />
  );
}

/** One path a lane: thousands of stretches cost no more to draw than a few. */
function barsOf(spans: readonly Span[], scale: TimeScale, end: number): { kind: Span['kind']; d: string }[] {
  const paths = new Map<Span['kind'], { d: string[]; to: number }>();
  for (const span of spans) {
    const { lane } = LOOKS[span.kind];
    const path = paths.get(span.kind) ?? { d: [], to: -1 };
    paths.set(span.kind, path);
    const from = scale.x(span.from);
    const to = Math.max(from + THINNEST, scale.x(endOf(span, end)));
    // What would lie within a line that is already drawn is not drawn again.
    if (to <= path.to) continue;
    const start = Math.max(from, path.to);
    path.d.push(`M${round(start)} ${lane * LANE + 2}h${round(to - start)}v${LANE - 4}h${round(start - to)}z`);
    path.to = to;
  }
  return [...paths].map(([kind, { d }]) => ({ kind, d: d.join('') }));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The stretch at a place; of several the shortest, which is hardest to hit. */
function nearest(spans: readonly Span[], scale: TimeScale, { x, end }: { x: number; end: number }): Span | null {
  let best: { span: Span; distance: number; length: number } | null = null;
  for (const span of spans) {
    const from = scale.x(span.from);
    const to = Math.max(from + THINNEST, scale.x(endOf(span, end)));
    const distance = x < from ? from - x : x > to ? x - to : 0;
    const length = to - from;
    if (best === null || distance < best.distance || (distance === best.distance && length < best.length))
      best = { span, distance, length };
  }
  return best?.span ?? null;
}

function stepFrom(spans: readonly Span[], from: Span | null, key: string): Span | null {
  const index = from === null ? spans.length : spans.indexOf(from);
  switch (key) {
    case 'ArrowLeft':
      return spans[Math.max(0, index - 1)] ?? null;
    case 'ArrowRight':
      return spans[Math.min(spans.length - 1, index + 1)] ?? null;
    case 'Home':
      return spans[0] ?? null;
    case 'End':
      return spans.at(-1) ?? null;
    default:
      return null;
  }
}

function told(span: Span | undefined, now: number): string {
  if (span === undefined) return '';
  const kind = tPanels(`timeline.${span.kind}`);
  return tPanels('timeline.span', {
    what: span.label === undefined ? kind : `${kind}: ${span.label}`,
    from: exactTime(span.from, now),
    to: span.to === null ? tPanels('timeline.goesOn') : clockTime(span.to),
    length: stopwatch(endOf(span, now) - span.from),
  });
}
