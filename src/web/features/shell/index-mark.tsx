import type { ReactNode } from 'react';
import type { IndexProgress } from '../../../contract/history.ts';
import { t } from '../../i18n/t.ts';
import { bytes, percent } from '../../lib/amounts.ts';
import { span } from '../../lib/time.ts';
import { useApp } from '../../state/store.ts';
import { HintBox } from '../../ui/hint.tsx';

const ID = 'index-progress';

/** While AMC reads what agents wrote: how far it is. Nothing when it has read all; what went wrong is told by the health. */
export function IndexMark(): ReactNode {
  const index = useApp((state) => state.board.index);
  if (index === null || (index.state !== 'listing' && index.state !== 'indexing')) return null;
  const done = percent(index.bytes.read, index.bytes.known);
  return (
    <button
      type="button"
      data-index={index.state}
      aria-label={t('index.label')}
      aria-describedby={ID}
      className="group/hint relative flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-m px-2 text-12 text-ink-3 hover:bg-paper-3 hover:text-ink pointer-coarse:h-11 pointer-coarse:min-w-11"
    >
      <Dial part={index.state === 'listing' ? 0 : done / 100} />
      <span className="max-desk:sr-only">
        {index.state === 'listing' ? t('index.listing') : t('index.indexing', { done })}
      </span>
      <HintBox id={ID} align="right" side="below">
        <ProgressText index={index} />
      </HintBox>
    </button>
  );
}

/** How far, and how long it may take. */
function ProgressText({ index: { files, bytes: size, etaMs, unreadable } }: { index: IndexProgress }): ReactNode {
  return (
    <>
      <span className="block">{t('index.files', { read: files.read, known: files.known })}</span>
      <span className="block">{t('index.bytes', { read: bytes(size.read), known: bytes(size.known) })}</span>
      <span className="block text-ink-3">
        {etaMs === null ? t('index.etaUnknown') : t('index.eta', { span: span(etaMs) })}
      </span>
      {unreadable === 0 ? null : <span className="block">{t('index.unreadable', { n: unreadable })}</span>}
    </>
  );
}

/** A ring that closes. It does not turn: it moves only when something was read. */
function Dial({ part }: { part: number }): ReactNode {
  const around = 2 * Math.PI * 5.5;
  return (
    <svg
      viewBox="0 0 16 16"
      width="12"
      height="12"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
    >
      <circle cx="8" cy="8" r="5.5" opacity="0.25" />
      <circle
        cx="8"
        cy="8"
        r="5.5"
        strokeDasharray={`${part * around} ${around}`}
        transform="rotate(-90 8 8)"
        strokeLinecap="butt"
      />
    </svg>
  );
}
