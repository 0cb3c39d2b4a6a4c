import type { ReactNode } from 'react';
import type { Evidence } from '../../contract/evidence.ts';
import type { Status } from '../../contract/session.ts';
import { t } from '../i18n/t.ts';
import { exactTime, span } from '../lib/time.ts';
import { useNow } from '../state/clock.ts';
import { Said } from './said.tsx';

/** Why AMC says what it says, in two lines: the claim with its age, and who said it. */
export function StatusEvidence({ status }: { status: Status }): ReactNode {
  const now = useNow('coarse');
  return (
    <>
      <span className="block">
        {t('evidence.line', {
          status: t(`status.${status.value}`),
          time: exactTime(status.since, now),
          span: span(now - status.since),
        })}
      </span>
      <EvidenceLine evidence={status.evidence} />
    </>
  );
}

export function EvidenceLine({ evidence }: { evidence: Evidence }): ReactNode {
  const now = useNow('coarse');
  return (
    <span className="block text-ink-3">
      <Said text={evidence.detail} /> ·{' '}
      {t('evidence.seen', { source: t(`source.${evidence.source}`), time: exactTime(evidence.at, now) })}
    </span>
  );
}
