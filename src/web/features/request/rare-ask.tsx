import type { ReactNode } from 'react';
import type { Request } from '../../../contract/request.ts';
import { useGrown } from '../../ui/use-grown.ts';
import { Elicitation } from './elicitation.tsx';
import { ProseQuestion } from './prose-question.tsx';
import type { AskProps } from './request-card.tsx';
import { Stuck } from './stuck.tsx';
import { TrustDialog } from './trust-dialog.tsx';

export type RareKind = 'elicitation' | 'trust' | 'prose_question' | 'error';
export type RareRequest = Extract<Request, { kind: RareKind }>;

/** What agents wait for less often than for a permission, an answer or a plan: fetched when the first one comes. */
export function RareAsk({
  request,
  ...rest
}: Omit<AskProps<RareKind>, 'request'> & { request: RareRequest }): ReactNode {
  useGrown();
  switch (request.kind) {
    case 'elicitation':
      return <Elicitation request={request} {...rest} />;
    case 'trust':
      return <TrustDialog request={request} {...rest} />;
    case 'prose_question':
      return <ProseQuestion request={request} {...rest} />;
    case 'error':
      return <Stuck request={request} {...rest} />;
  }
}
