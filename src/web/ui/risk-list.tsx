import type { ReactNode } from 'react';
import { t } from '../i18n/t.ts';
import { Said } from './said.tsx';
import { Shape } from './shape.tsx';

/** What to look at twice before saying yes. */
export function RiskList({ risks }: { risks: readonly string[] }): ReactNode {
  if (risks.length === 0) return null;
  return (
    <ul aria-label={t('request.risks')} className="grid gap-1">
      {risks.map((risk) => (
        <li key={risk} className="flex max-w-[78ch] items-baseline gap-2">
          <span className="translate-y-0.5">
            <Shape name="caution" tone="needs" size={13} />
          </span>
          <span className="min-w-0">
            <Said text={risk} />
          </span>
        </li>
      ))}
    </ul>
  );
}
