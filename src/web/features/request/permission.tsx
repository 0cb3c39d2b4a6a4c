import { Suspense, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Folded } from '../../ui/folded.tsx';
import { RiskList } from '../../ui/risk-list.tsx';
import { Choices } from './choices.tsx';
import { CommandBlock } from './command-block.tsx';
import { DiffRoom } from './diff-room.tsx';
import { RequestFacts } from './request-facts.tsx';
import type { AskProps } from './request-card.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';

export const loadDiffView = () => import('./diff-view.tsx');
const DiffView = lazyPart(async () => (await loadDiffView()).DiffView);

/** A tool the agent wants to use: exactly what it would do, why, where, and the ways to decide. */
export function Permission({ session, request, place, decide, hindrance }: AskProps<'permission'>): ReactNode {
  const { command, edits = [], title, reason, risks = [], input, choices } = request;
  const bare = command === undefined && edits.length === 0;
  return (
    <div className="flex flex-wrap items-start gap-3">
      <div className="grid min-w-0 flex-[1_1_380px] gap-2">
        {/* In the inbox above what may be long: it is never below the fold. */}
        {place === 'inbox' ? <RiskList risks={risks} /> : null}
        {command === undefined ? null : <CommandBlock command={command} place={place} />}
        {edits.map((edit) => (
          <Suspense key={edit.path} fallback={<DiffRoom edit={edit} compact={place === 'board'} />}>
            <DiffView edit={edit} compact={place === 'board'} />
          </Suspense>
        ))}
        {bare ? (
          <p className="text-15">
            <Clean text={title} />
          </p>
        ) : null}
        {reason === undefined ? null : (
          <p className={classes('max-w-[78ch] text-ink-2', place === 'inbox' && 'text-15')}>
            <Clean text={reason} />
          </p>
        )}
        {place === 'inbox' ? null : <RiskList risks={risks} />}
        <RequestFacts session={session} request={request} place={place} />
        {input !== undefined && (place !== 'board' || bare) ? (
          <Folded summary={t('request.input')} opened={place === 'inbox' && bare}>
            <pre className="max-h-80 overflow-auto rounded-m bg-paper-2 p-3 font-mono text-12 whitespace-pre-wrap">
              <Clean text={input} />
            </pre>
          </Folded>
        ) : null}
      </div>
      {decide === null ? null : (
        <Choices
          request={request}
          choices={choices}
          agent={session.agent}
          decide={decide}
          hindrance={hindrance}
          place={place}
        />
      )}
    </div>
  );
}
