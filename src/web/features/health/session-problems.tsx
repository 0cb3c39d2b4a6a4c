import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { sessionPath } from '../../lib/session-path.ts';
import { titleOf } from '../../lib/words.ts';
import { useApp } from '../../state/store.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { Folded } from '../../ui/folded.tsx';
import { TimeOfDay } from '../../ui/time.tsx';
import { tHealth } from './texts.ts';

/** What of each session could not be read or understood, with its place. */
export function SessionProblems(): ReactNode {
  const sessions = useApp((state) => state.board.sessions);
  const troubled = useMemo(() => [...sessions.values()].filter(({ problems }) => problems.length > 0), [sessions]);
  if (troubled.length === 0) return <p className="text-ink-2">{tHealth('sight.sessionsNone')}</p>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {troubled.map((session) => (
        <li key={session.key} className="grid gap-1 py-2.5">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <Link
              href={sessionPath(session.key)}
              className="font-medium underline-offset-2 hover:underline pointer-coarse:py-3"
            >
              <Clean text={titleOf(session)} />
            </Link>
            <span className="text-12 text-ink-3">
              <Clean text={`${session.agent} · ${session.project.name}`} />
            </span>
          </p>
          <Folded summary={tHealth('sight.problemsOf', { n: session.problems.length })}>
            <ul className="grid gap-2">
              {session.problems.map(({ code, message, place, at }) => (
                <li key={`${code} ${place} ${at}`} className="grid gap-0.5">
                  <span>
                    <Said text={message} />
                  </span>
                  <span className="font-mono text-12 break-all text-ink-3">
                    <TimeOfDay at={at} /> <Clean text={place ?? ''} />
                  </span>
                </li>
              ))}
            </ul>
          </Folded>
        </li>
      ))}
    </ul>
  );
}
