import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { SearchHit } from '../../../contract/search.ts';
import { t } from '../../i18n/t.ts';
import { tSearch } from './texts.ts';
import { tHistory } from '../history/texts.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { fromHere } from '../../state/came-from.ts';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { TimeOfDay } from '../../ui/time.tsx';
import type { HitGroup } from './groups.ts';
import { parts } from './snippet.ts';

/** What was found in one conversation. */
export function HitGroupView({ group: { first, hits } }: { group: HitGroup }): ReactNode {
  const { title, project, agent, agentId, sourceDeleted } = first;
  return (
    <section className="border-t border-line pt-4 pb-3 first-of-type:border-t-0">
      <h2 className="flex items-baseline gap-3">
        <span className="min-w-0 truncate text-15 font-semibold">
          <Clean text={title.trim() === '' ? t('session.untitled') : title} />
        </span>
        <span className="ml-auto flex shrink-0 items-baseline gap-2 text-12 font-normal text-ink-3 max-tablet:max-w-2/5">
          <span className="truncate">
            <Clean text={[project, agent].join(' · ')} />
          </span>
          {agentId === undefined ? null : <span className="whitespace-nowrap">{tSearch('search.inSubagent')}</span>}
          {sourceDeleted ? (
            <span className="flex items-center gap-1 whitespace-nowrap" title={tHistory('history.goneWhy')}>
              <Shape name="square" tone="rests" size={8} />
              {tHistory('history.gone')}
            </span>
          ) : null}
        </span>
      </h2>
      <ul className="mt-1">
        {hits.map((hit) => (
          <Hit key={hit.itemId} hit={hit} />
        ))}
      </ul>
    </section>
  );
}

function said(role: SearchHit['role'], tool: string | undefined): string {
  if (tool === undefined || (role !== 'tool' && role !== 'output')) return tSearch(`role.${role}`);
  return tSearch(role === 'tool' ? 'role.ofTool' : 'role.ofOutput', { tool });
}

function Hit({ hit }: { hit: SearchHit }): ReactNode {
  const { session, agentId, itemId, offset, role, tool, at, snippet } = hit;
  const code = role === 'tool' || role === 'output';
  return (
    <li data-row={itemId} className="hit relative -mx-3 rounded-m px-3 py-1.5 hover:bg-paper-2">
      <Link
        href={sessionPath(session, { agentId: agentId ?? null, at: offset })}
        state={fromHere()}
        data-row-link
        className="hit-grid outline-none after:absolute after:inset-0"
      >
        <span className="hit-role truncate text-12 text-ink-3">
          <Clean text={said(role, tool)} />
        </span>
        <span className={classes('hit-text line-clamp-3 break-words', code ? 'font-mono text-12' : 'text-13')}>
          {parts(snippet).map(({ text, marked, from }) =>
            marked ? (
              <mark key={from}>
                <Clean text={text} />
              </mark>
            ) : (
              <Clean key={from} text={text} />
            ),
          )}
        </span>
        <span className="hit-time text-right text-12 whitespace-nowrap text-ink-3">
          {at === undefined ? null : <TimeOfDay at={at} />}
        </span>
      </Link>
    </li>
  );
}
