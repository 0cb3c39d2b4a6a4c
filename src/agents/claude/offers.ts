import type { Offer } from '../../contract/session.ts';
import { actionPath } from './action-path.ts';
import type { LiveSession } from './live-session.ts';
import { EFFORTS } from './type-model.ts';

/** The modes that Shift+Tab goes through, and one more where the session was started so. See FORMAT.md, "Typing". */
const MODES = [
  { id: 'default', label: 'Manual' },
  { id: 'acceptEdits', label: 'Accept edits' },
  { id: 'plan', label: 'Plan' },
  { id: 'auto', label: 'Auto' },
] as const;
const BYPASS = { id: 'bypassPermissions', label: 'Bypass permissions' };

/** The list of models of this version. An account may have fewer: what is not there is refused when it is asked for. */
const MODELS = ['Default', 'Opus', 'Fable', 'Sonnet', 'Haiku'].map((label) => ({
  id: label.toLowerCase(),
  label,
  efforts: [...EFFORTS],
}));

/** What else a running session can be asked; nothing of one that does not run. */
export function offersOf(session: LiveSession | undefined): readonly Offer[] {
  if (session === undefined) return [];
  const { mode, model, effort } = session.settings;
  const plain = (['attach', 'compact', 'clear', 'rename', 'close'] as const).map((action) => ({
    action,
    path: actionPath(session, action),
  }));
  return [
    ...plain,
    {
      action: 'mode',
      path: actionPath(session, 'mode'),
      choices: [...MODES, ...(mode === BYPASS.id ? [BYPASS] : [])],
      ...(mode === undefined ? {} : { current: mode }),
    },
    {
      action: 'model',
      path: actionPath(session, 'model'),
      choices: MODELS,
      ...(model === undefined ? {} : { current: model }),
      ...(effort === undefined ? {} : { currentEffort: effort }),
    },
  ];
}
