import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Clean } from '../../ui/clean.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeUrl } from '../conversation/markdown-safety.ts';

/** The whole address, its host first to the eye, opened only by a press. */
export function PageToVisit({ url }: { url: string }): ReactNode {
  const href = safeUrl(url);
  const [before, host, after] = parts(url);
  return (
    <div className="grid max-w-[760px] gap-2 rounded-m border border-line bg-paper-2 px-3 py-2.5">
      <p className="text-12 text-ink-3">{t('request.url.whole')}</p>
      <p className="font-mono text-13 break-all text-ink-2">
        <Clean text={before} />
        <span className="font-semibold text-ink">
          <Clean text={host} />
        </span>
        <Clean text={after} />
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {href === '' ? (
          <p className="text-ink-2">{t('request.url.notOpened')}</p>
        ) : (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="inline-flex min-h-8 items-center rounded-m border border-line-2 bg-float px-3 font-medium hover:border-ink-3 hover:bg-paper-2 pointer-coarse:min-h-11 pointer-coarse:px-4"
          >
            <Clean text={t('request.url.open', { host })} />
          </a>
        )}
        <CopyButton text={url} label={t('request.url.copy')} />
      </div>
    </div>
  );
}

/** As it is written, not as a browser would put it right: what is odd about it must be seen. */
function parts(url: string): [before: string, host: string, after: string] {
  const found = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/is.exec(url);
  return found === null ? [url, '', ''] : [found[1] ?? '', found[2] ?? '', found[3] ?? ''];
}
