import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { HistoryDetail } from '../../../../contract/history.ts';
import type { Session } from '../../../../contract/session.ts';
import type { UsageReport } from '../../../../contract/usage.ts';
import { dollars, percent, short } from '../../../lib/amounts.ts';
import { sessionPath } from '../../../lib/session-path.ts';
import { shortModel } from '../../../lib/words.ts';
import { client } from '../../../state/connection.ts';
import { Clean } from '../../../ui/clean.tsx';
import { AskedView } from '../asked-view.tsx';
import type { PanelProps } from '../panels.ts';
import { tPanels } from '../texts.ts';
import { useAsked } from '../use-asked.ts';
import { allOf, sumsBy, type UsageSum } from './usage-sums.ts';

/** What it used: how full its window is, tokens and cost, by model and by whom. */
export function UsagePanel({ session, detail }: PanelProps): ReactNode {
  const version = `${session.conversationRev} ${session.status.value}`;
  const asked = useAsked(`usage ${session.key}`, version, (signal) =>
    client.call('usage', { query: { by: ['model', 'subagent'], session: session.key }, signal }),
  );
  return (
    <div className="grid gap-5 p-4">
      <Context session={session} detail={detail} />
      <AskedView asked={asked}>{(report) => <Report report={report} session={session} detail={detail} />}</AskedView>
    </div>
  );
}

/** How full its window is: what the session says now, else what its records said last. */
function Context({ session: { vitals }, detail }: { session: Session; detail: HistoryDetail | null }): ReactNode {
  const used = vitals?.contextTokens ?? detail?.context?.used;
  const window = vitals?.contextWindow ?? detail?.context?.window ?? null;
  if (used === undefined) return null;
  const full = window === null ? null : percent(used, window);
  return (
    <section className="grid gap-1.5">
      <h2 className="text-12 text-ink-3">{tPanels('usage.context')}</h2>
      <p className="text-15">
        {full === null || window === null
          ? tPanels('usage.contextUsed', { used: short(used) })
          : tPanels('usage.contextOf', { used: short(used), window: short(window), percent: full })}
      </p>
      {full === null ? null : (
        <span aria-hidden="true" className="block h-1.5 overflow-hidden rounded-full bg-paper-3">
          <span className="block h-full rounded-full bg-ink-3" style={{ width: `${full}%` }} />
        </span>
      )}
    </section>
  );
}

function Report({
  report,
  session,
  detail,
}: {
  report: UsageReport;
  session: Session;
  detail: HistoryDetail | null;
}): ReactNode {
  const { rows, total, pricesOf, complete } = report;
  if (total.responses === 0) return <p className="text-ink-2">{tPanels('usage.none')}</p>;
  const whoOf = ({ name }: UsageSum): ReactNode =>
    name === null ? tPanels('usage.main') : <Subagent session={session} agentId={name} detail={detail} />;
  return (
    <>
      <dl className="grid grid-cols-2 gap-4">
        <div>
          <dt className="text-12 text-ink-3">{tPanels('usage.cost')}</dt>
          <dd className="text-18 font-semibold">{total.cost === null ? '–' : dollars(total.cost)}</dd>
          {total.unpriced.length === 0 ? null : (
            <dd className="text-12 text-ink-3">
              <Clean text={tPanels('usage.noPrice', { models: total.unpriced.map(shortModel).join(', ') })} />
            </dd>
          )}
        </div>
        <div>
          <dt className="text-12 text-ink-3">{tPanels('usage.tokens')}</dt>
          <dd className="text-18 font-semibold">{short(allOf(total.tokens))}</dd>
          <dd className="text-12 text-ink-3">{tPanels('usage.responses', { n: total.responses })}</dd>
        </div>
      </dl>
      <dl className="text-12">
        {(['input', 'output', 'cacheRead', 'cacheWrite'] as const).map((kind) => (
          <div key={kind} className="flex justify-between border-t border-line py-1.5">
            <dt className="text-ink-2">{tPanels(`usage.${kind}`)}</dt>
            <dd>{short(total.tokens[kind])}</dd>
          </div>
        ))}
      </dl>
      <Sums
        title={tPanels('usage.byModel')}
        sums={sumsBy(rows, 'model').map((sum) => ({ sum, label: modelOf(sum) }))}
      />
      <Sums
        title={tPanels('usage.byWhom')}
        sums={sumsBy(rows, 'subagent').map((sum) => ({ sum, label: whoOf(sum) }))}
      />
      <p className="text-12 text-ink-3">
        {tPanels('usage.prices', { of: pricesOf })}
        {complete ? null : ` ${tPanels('usage.behind')}`}
      </p>
    </>
  );
}

function modelOf({ name }: UsageSum): ReactNode {
  return <Clean text={name === null ? '' : shortModel(name)} />;
}

function Subagent({
  session,
  agentId,
  detail,
}: {
  session: Session;
  agentId: string;
  detail: HistoryDetail | null;
}): ReactNode {
  const subagent = detail?.subagents.find((one) => one.agentId === agentId);
  const name = [subagent?.role, subagent?.description].filter(Boolean).join(' · ') || agentId.slice(0, 8);
  return (
    <Link href={sessionPath(session.key, { agentId })} className="underline underline-offset-2">
      <Clean text={tPanels('usage.subagent', { name })} />
    </Link>
  );
}

interface SumsProps {
  title: string;
  sums: readonly { sum: UsageSum; label: ReactNode }[];
}

/** A line each, as long as its share of the tokens. */
function Sums({ title, sums }: SumsProps): ReactNode {
  const whole = Math.max(1, ...sums.map(({ sum }) => sum.tokens));
  if (sums.length === 0) return null;
  return (
    <section className="grid gap-1">
      <h2 className="text-12 text-ink-3">{title}</h2>
      <ul>
        {sums.map(({ sum, label }) => (
          <li
            key={sum.name ?? ''}
            className="grid grid-cols-[minmax(0,1fr)_auto_56px] gap-x-3 border-t border-line py-1.5"
          >
            <span className="truncate">{label}</span>
            <span className="text-12">{short(sum.tokens)}</span>
            <span className="text-right text-12">{sum.cost === null ? '–' : dollars(sum.cost)}</span>
            <span aria-hidden="true" className="col-span-3 mt-1 block h-1 rounded-full bg-paper-3">
              <span
                className="block h-full min-w-0.5 rounded-full bg-ink-3"
                style={{ width: `${(100 * sum.tokens) / whole}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
