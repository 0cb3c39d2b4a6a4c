import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ConversationPage } from '../../../contract/conversation.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { tDocument } from './document-texts.ts';
import { sessionPath } from '../../lib/session-path.ts';

interface SilentProps {
  session: Session;
  agentId: string | null;
  source: ConversationPage['source'] | null;
}

/** Where the composer stands when nobody listens: why, and where the text is from. */
export function Silent({ session, agentId, source }: SilentProps): ReactNode {
  return (
    <p
      className="flex flex-wrap items-center gap-x-3 border-t border-line pt-3 text-ink-2"
      data-source={source ?? undefined}
    >
      {source === 'index' ? <span>{tDocument('conversation.fromIndex')}</span> : null}
      {agentId === null ? (
        source === 'index' ? null : (
          <span>{t('session.over')}</span>
        )
      ) : (
        <>
          <span>{t('session.subagentSilent')}</span>
          <Link
            href={sessionPath(session.key)}
            className="flex items-center underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
          >
            {t('session.toParent')}
          </Link>
        </>
      )}
    </p>
  );
}
