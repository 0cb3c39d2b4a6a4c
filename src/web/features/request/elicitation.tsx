import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { t } from '../../i18n/t.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { Clean } from '../../ui/clean.tsx';
import { Choices } from './choices.tsx';
import { ElicitationForm } from './elicitation-form.tsx';
import { PageToVisit } from './page-to-visit.tsx';
import type { AskProps } from './request-card.tsx';
import { RequestFacts } from './request-facts.tsx';

/** More than this is filled in on the session's own page. */
const BOARD_FIELDS = 3;

/** What an MCP server asks for: who asks, what for, a form or a page to visit, and the ways to say no. */
export function Elicitation(props: AskProps<'elicitation'>): ReactNode {
  const { session, request, place, decide, hindrance } = props;
  const { server, text, url, fields, choices } = request;
  const elsewhere = place === 'board' && fields.length > BOARD_FIELDS;
  return (
    <div className="grid gap-3">
      <div className="grid gap-1">
        <p className="max-w-[78ch] text-15 whitespace-pre-wrap">
          <Clean text={text} />
        </p>
        <p className="text-12 text-ink-3">
          <Clean text={t('request.elicitation.from', { server })} />
        </p>
      </div>
      {url === undefined ? null : <PageToVisit url={url} />}
      {fields.length === 0 || elsewhere ? null : <ElicitationForm {...props} />}
      {elsewhere ? (
        <Link href={sessionPath(session.key)} className="w-fit underline underline-offset-2 pointer-coarse:py-3.5">
          {t('request.elicitation.open', { n: fields.length })}
        </Link>
      ) : null}
      {fields.length > 0 || decide === null || choices.length === 0 ? null : (
        <Choices
          request={request}
          choices={choices}
          agent={session.agent}
          decide={decide}
          hindrance={hindrance}
          place={place}
        />
      )}
      <RequestFacts session={session} request={request} place={place} />
    </div>
  );
}
