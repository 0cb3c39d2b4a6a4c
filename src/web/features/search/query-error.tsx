import type { ReactNode } from 'react';
import { problemOf } from '../../../client/problem.ts';
import { AmcError } from '../../../contract/errors.ts';
import { Clean } from '../../ui/clean.tsx';
import { Phrase } from '../../ui/phrase.tsx';
import { Shape } from '../../ui/shape.tsx';

export interface QueryFault {
  message: string;
  next: string | undefined;
  /** Characters of the query, `[from, to)`; null: the query as a whole. */
  place: { from: number; to: number } | null;
}

/** What is wrong with the query; null for every other error. */
export function queryFault(error: Error | null): QueryFault | null {
  if (!(error instanceof AmcError) || error.fault !== 'user') return null;
  const place = error.place ?? problemOf(error)?.place;
  return place === undefined ? null : { message: error.message, next: error.next, place };
}

/** The query again with the place underlined, and what to do about it. */
export function QueryError({ query, fault }: { query: string; fault: QueryFault }): ReactNode {
  const { message, next, place } = fault;
  const [from, to] = place === null ? [0, query.length] : [place.from, Math.max(place.to, place.from + 1)];
  return (
    <div id="query-error" role="alert" className="grid gap-1 pt-1 pb-2" data-query-error>
      <p className="font-mono text-13 break-all whitespace-pre-wrap text-ink-2" aria-hidden="true">
        <Clean text={query.slice(0, from)} />
        <span className="query-fault text-ink">
          {query.slice(from, to) === '' ? '\u00a0' : <Clean text={query.slice(from, to)} />}
        </span>
        <Clean text={query.slice(to)} />
      </p>
      <p className="flex items-baseline gap-2">
        <span className="translate-y-px">
          <Shape name="cross" tone="bad" size={10} />
        </span>
        <span className="min-w-0 break-words">
          <Phrase text={message} />
          {next === undefined ? null : (
            <span className="text-ink-2">
              {' '}
              <Phrase text={next} />
            </span>
          )}
        </span>
      </p>
    </div>
  );
}
