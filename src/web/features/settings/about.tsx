import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Health } from '../../../contract/health.ts';
import { span } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { isLive, useApp } from '../../state/store.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Row, Rows, Section } from './parts.tsx';
import { tSettings } from './texts.ts';

export function About(): ReactNode {
  const health = useHealth();
  const now = useNow('coarse');
  const link = 'underline underline-offset-2 pointer-coarse:inline-block pointer-coarse:py-3.5';
  return (
    <Section id="about" title={tSettings('settings.about')}>
      <Rows>
        <Row title={tSettings('about.version')}>
          <span className="font-mono">{health?.version ?? '…'}</span>
        </Row>
        <Row title={tSettings('about.dataDir')}>
          <span className="flex min-w-0 items-center gap-1">
            <span className="min-w-0 font-mono break-all">
              <Clean text={health?.dataDir ?? '…'} />
            </span>
            {health === null ? null : <CopyButton text={health.dataDir} />}
          </span>
        </Row>
        <Row title={tSettings('about.running')}>
          {health === null
            ? '…'
            : tSettings('about.runningFor', { span: span(now - health.startedAt), pid: health.pid })}
        </Row>
        <Row
          title={
            <span className="flex flex-wrap gap-x-6">
              <Link href="/health" className={link}>
                {tSettings('about.health')}
              </Link>
              <Link href="/welcome" className={link}>
                {tSettings('about.guide')}
              </Link>
            </span>
          }
        />
      </Rows>
    </Section>
  );
}

/** Of the AMC that answers now; read anew when it comes back. */
export function useHealth(): Health | null {
  const [health, setHealth] = useState<Health | null>(null);
  const live = useApp(isLive);
  useEffect(() => {
    if (!live) return;
    const controller = new AbortController();
    client.call('health', { signal: controller.signal }).then(setHealth, noteRefusal);
    return () => controller.abort();
  }, [live]);
  return health;
}
