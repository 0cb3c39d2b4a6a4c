import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { HistoryDetail } from '../../../contract/history.ts';
import { tDocument } from './document-texts.ts';
import { tHistory } from '../history/texts.ts';
import { bytes, percent, short } from '../../lib/amounts.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { shortModel } from '../../lib/words.ts';
import { Clean } from '../../ui/clean.tsx';
import { Folded } from '../../ui/folded.tsx';
import { safeUrl } from '../conversation/markdown-safety.ts';
import { Fact } from './fact.tsx';

const LINK = 'inline-flex items-center underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11';

/** What the index knows of a session: what it used, what it touched, what it belongs to. */
export function HistoryFacts({ detail }: { detail: HistoryDetail }): ReactNode {
  const { context, models, files, subagents, pullRequests } = detail;
  return (
    <>
      {context === null ? null : <Context context={context} />}
      <Tokens detail={detail} />
      {models.length < 2 ? null : (
        <Fact name={tDocument('fact.models')}>
          <Clean text={models.map(shortModel).join(', ')} />
        </Fact>
      )}
      {files.length === 0 ? null : <Files files={files} />}
      {subagents.length === 0 ? null : <Subagents detail={detail} />}
      <Links detail={detail} />
      {pullRequests.length === 0 ? null : (
        <Fact name={tDocument('fact.pullRequests')}>
          {pullRequests.map((url) => (
            <PullRequest key={url} url={url} />
          ))}
        </Fact>
      )}
      <Reading detail={detail} />
    </>
  );
}

/** How full its window is: how much it can still hold in mind. */
function Context({ context: { used, window } }: { context: NonNullable<HistoryDetail['context']> }): ReactNode {
  if (window === null)
    return <Fact name={tDocument('fact.context')}>{tDocument('fact.contextUsed', { used: short(used) })}</Fact>;
  const full = percent(used, window);
  return (
    <Fact name={tDocument('fact.context')}>
      {tDocument('fact.contextOf', { full, window: short(window) })}
      <span aria-hidden="true" className="mt-1 block h-1 max-w-40 overflow-hidden rounded-full bg-paper-3">
        <span className="block h-full bg-ink-3" style={{ width: `${full}%` }} />
      </span>
    </Fact>
  );
}

function Tokens({ detail: { tokens, indexed } }: { detail: HistoryDetail }): ReactNode {
  if (indexed === 'sketch') return <Fact name={tDocument('fact.tokens')}>{tDocument('fact.notCounted')}</Fact>;
  const { input, output, cacheRead, cacheWrite } = tokens;
  if (input + output + cacheRead + cacheWrite === 0) return null;
  return (
    <Fact name={tDocument('fact.tokens')}>
      <span className="block">{tDocument('fact.tokensInOut', { input: short(input), output: short(output) })}</span>
      {cacheRead + cacheWrite === 0 ? null : (
        <span className="block text-ink-3">
          {tDocument('fact.tokensCache', { read: short(cacheRead), write: short(cacheWrite) })}
        </span>
      )}
      {indexed === 'behind' ? <span className="block text-ink-3">{tDocument('fact.stillReading')}</span> : null}
    </Fact>
  );
}

function Files({ files }: { files: HistoryDetail['files'] }): ReactNode {
  const ordered = files.toSorted((a, b) => b.edits - a.edits || b.reads - a.reads || a.path.localeCompare(b.path));
  return (
    <div>
      <dt className="text-ink-3">{tDocument('fact.files')}</dt>
      <dd>
        <Folded
          summary={tDocument('fact.fileCount', {
            n: files.length,
            edited: files.filter(({ edits }) => edits > 0).length,
          })}
        >
          <ul className="grid gap-1">
            {ordered.map(({ path, reads, edits }) => (
              <li key={path} className="font-mono break-all">
                <Clean text={path} />{' '}
                <span className="font-sans whitespace-nowrap text-ink-3">
                  {tDocument('fact.fileUse', { reads, edits })}
                </span>
              </li>
            ))}
          </ul>
        </Folded>
      </dd>
    </div>
  );
}

function Subagents({ detail: { key, subagents } }: { detail: HistoryDetail }): ReactNode {
  return (
    <Fact name={tDocument('fact.subagents', { n: subagents.length })}>
      <ul className="grid gap-1">
        {subagents.map(({ agentId, role, description }) => (
          <li key={agentId}>
            <Link href={sessionPath(key, { agentId })} className={LINK}>
              <Clean text={[role, description].filter(Boolean).join(' · ') || agentId} />
            </Link>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function Links({ detail: { links, linkedFrom } }: { detail: HistoryDetail }): ReactNode {
  return (
    <>
      {links.map(({ type, key }) => (
        <Fact key={`to ${type} ${key}`} name={tDocument(`link.${type}`)}>
          <SessionLink sessionKey={key} />
        </Fact>
      ))}
      {linkedFrom.map(({ type, key }) => (
        <Fact key={`from ${type} ${key}`} name={tDocument(`linkedFrom.${type}`)}>
          <SessionLink sessionKey={key} />
        </Fact>
      ))}
    </>
  );
}

function SessionLink({ sessionKey }: { sessionKey: HistoryDetail['key'] }): ReactNode {
  return (
    <Link href={sessionPath(sessionKey)} className={`${LINK} font-mono break-all`}>
      <Clean text={sessionKey} />
    </Link>
  );
}

function PullRequest({ url }: { url: string }): ReactNode {
  const href = safeUrl(url);
  const text = <Clean text={url.replace(/^https?:\/\//, '')} />;
  if (href === '') return <span className="block break-all">{text}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={`${LINK} break-all`}>
      {text}
    </a>
  );
}

/** Where its text is from, and what of it could not be read. */
function Reading({ detail }: { detail: HistoryDetail }): ReactNode {
  const { sourceDeleted, archived, unreadable, unknownRecords } = detail;
  const unknown = unknownRecords.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <Fact name={tDocument('fact.file')}>
        {bytes(detail.bytes)}
        {sourceDeleted ? `, ${tDocument('fact.fileGone')}` : archived ? `, ${tHistory('history.archived')}` : ''}
      </Fact>
      {unreadable.length + unknown === 0 ? null : (
        <Fact name={tDocument('fact.problems')}>
          {unreadable.map(({ path, from, to, reason }) => (
            <span key={`${path} ${from}`} className="mb-1 block">
              <Clean text={reason} />
              <span className="block font-mono break-all text-ink-3">
                <Clean text={`${path}:${from}–${to}`} />
              </span>
            </span>
          ))}
          {unknown === 0 ? null : (
            <span className="block" title={unknownRecords.map(({ type, count }) => `${type} ${count}`).join('\n')}>
              {tDocument('fact.unknownRecords', { n: unknown })}
            </span>
          )}
        </Fact>
      )}
    </>
  );
}
