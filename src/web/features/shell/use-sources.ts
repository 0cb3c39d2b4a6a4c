import { useMemo } from 'react';
import type { SourceHealth } from '../../../contract/health.ts';
import type { IndexProgress } from '../../../contract/history.ts';
import { t } from '../../i18n/t.ts';
import { bytes } from '../../lib/amounts.ts';
import { useApp } from '../../state/store.ts';

/** Everything AMC looks at: the server's list, and the index of what agents wrote. */
export function useSources(): readonly SourceHealth[] {
  const sources = useApp((state) => state.board.sources);
  const index = useApp((state) => state.board.index);
  return useMemo(() => (index === null ? sources : [...sources, asSource(index)]), [sources, index]);
}

function asSource({ state, files, bytes: size, unreadable, problem }: IndexProgress): SourceHealth {
  const read = t('index.read', { n: files.read, size: bytes(size.read) });
  const name = t('index.source');
  if (state === 'failed' || state === 'paused')
    return { name, state: state === 'failed' ? 'failed' : 'degraded', detail: problem ?? t('index.noReason'), at: 0 };
  if (unreadable > 0)
    return { name, state: 'degraded', detail: `${read}. ${t('index.unreadable', { n: unreadable })}`, at: 0 };
  return {
    name,
    state: 'ok',
    detail: state === 'ready' ? read : t('index.reading', { read: files.read, known: files.known }),
    at: 0,
  };
}
