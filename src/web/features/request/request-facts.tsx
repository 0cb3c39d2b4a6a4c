import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import type { RequestProps } from './request-card.tsx';

/** Where it would run and who asks, in one line: on the board only what differs from the row above it. */
export function RequestFacts({ session, request, place }: RequestProps): ReactNode {
  const { subagent } = request;
  const cwd = request.kind === 'permission' ? request.cwd : undefined;
  const tool = request.kind === 'permission' && request.command !== undefined ? request.tool : undefined;
  const dir = cwd !== undefined && (place !== 'board' || cwd !== session.project.dir) ? cwd : undefined;
  const who = subagent === undefined ? undefined : t('request.subagent', { type: subagent.type ?? subagent.id });
  if (dir === undefined && who === undefined && (place === 'board' || tool === undefined)) return null;
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-12 text-ink-3">
      {place === 'board' || tool === undefined ? null : <Clean text={tool} />}
      {dir === undefined ? null : (
        <span className="font-mono break-all">
          <Clean text={t('request.in', { dir })} />
        </span>
      )}
      {who === undefined ? null : <Clean text={who} />}
    </p>
  );
}
