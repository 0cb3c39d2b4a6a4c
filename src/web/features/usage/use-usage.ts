import { useEffect, useReducer, useRef, useState } from 'react';
import type { UsageReport } from '../../../contract/usage.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { boundsOf, type Period } from './period.ts';

export interface UsageFound {
  /** By day, agent, project and model. */
  report: UsageReport;
  /** By session, agent, project and model. */
  sessions: UsageReport;
}

export type UsageState =
  | { phase: 'loading'; found: UsageFound | null }
  | { phase: 'ready'; found: UsageFound }
  | { phase: 'failed'; found: UsageFound | null; why: string };

/** How often it is read again while the index still grows, ms. */
const AGAIN_MS = 5_000;

/** What was used in a period; what was read before stays until the new is there. */
export function useUsage(period: Period, project: string, today: string): { state: UsageState; retry: () => void } {
  const live = useApp(isLive);
  const [state, setState] = useState<UsageState>({ phase: 'loading', found: null });
  const [asked, again] = useReducer((before: number) => before + 1, 0);
  const { from, to } = boundsOf(period, today);
  const last = useRef('');
  useEffect(() => {
    if (!live) return undefined;
    const stop = new AbortController();
    const key = `${from} ${to} ${project}`;
    // What only grows while the index is built is replaced without a word.
    if (last.current !== key) setState(({ found }) => ({ phase: 'loading', found }));
    last.current = key;
    const query = {
      from,
      to,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      project: project === '' ? undefined : project,
    };
    void readUsage(query, stop.signal).then(
      (found) => setState({ phase: 'ready', found }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        noteRefusal(error);
        const why = error instanceof Error ? error.message : String(error);
        setState(({ found }) => ({ phase: 'failed', found, why }));
      },
    );
    return () => stop.abort();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- counted up to be read again
  }, [live, from, to, project, asked]);
  const partial = state.phase === 'ready' && !state.found.report.complete ? state.found : null;
  useEffect(() => {
    if (partial === null) return undefined;
    const timer = setTimeout(again, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [partial]);
  const retry = (): void => {
    setState(({ found }) => ({ phase: 'loading', found }));
    again();
  };
  return { state, retry };
}

interface Query {
  from: number | undefined;
  to: number | undefined;
  zone: string;
  project: string | undefined;
}

async function readUsage(query: Query, signal: AbortSignal): Promise<UsageFound> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
  const [report, sessions] = await Promise.all([
    client.call('usage', { query: { ...given, by: ['day', 'agent', 'project', 'model'] }, signal }),
    client.call('usage', { query: { ...given, by: ['session', 'agent', 'project', 'model'] }, signal }),
  ]);
  return { report, sessions };
}
