import type { AnswerPath } from '../../contract/request.ts';
import type { PathTarget } from '../../ports/agent.ts';
import { whyUntyped } from './capabilities.ts';
import type { LiveSession } from './live-session.ts';

/** How an action that answers no request would reach this session now: Claude Code takes it through its terminal only. */
export function actionPath(
  session: Pick<LiveSession, 'process' | 'mode' | 'kindName'>,
  _action: Exclude<PathTarget['type'], 'request'> | 'attach',
): AnswerPath {
  if (session.process === null) return none('AMC does not know which process runs this session');
  const why = whyUntyped(session.mode, session.kindName);
  return why === null ? { channel: 'keystrokes', via: 'pane' } : none(why);
}

function none(reason: string): AnswerPath {
  return { channel: 'none', reason };
}
