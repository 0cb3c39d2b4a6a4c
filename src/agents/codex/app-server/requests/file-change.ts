import { z } from 'zod';
import { editsOf, pathsOf } from '../edits.ts';
import { whatIsWrong } from '../schemas.ts';
import { composeChoice, type Decision, type ParsedAsk, type ServerRequest } from './ask.ts';

const Params = z.looseObject({
  threadId: z.string(),
  itemId: z.string(),
  startedAtMs: z.number().nullish(),
  reason: z.string().nullish(),
  grantRoot: z.string().nullish(),
});

const DECISIONS: readonly Decision[] = [
  {
    choice: { id: 'accept', label: 'Yes, this time', effect: 'allow', takesMessage: false },
    result: { decision: 'accept' },
  },
  {
    choice: {
      id: 'acceptForSession',
      label: 'Yes, and do not ask again for these files',
      effect: 'allow_always',
      takesMessage: false,
    },
    result: { decision: 'acceptForSession' },
  },
  {
    choice: { id: 'decline', label: 'No, go on without it', effect: 'deny', takesMessage: false },
    result: { decision: 'decline' },
  },
  {
    choice: { id: 'cancel', label: 'No, and stop the turn', effect: 'cancel', takesMessage: false },
    result: { decision: 'cancel' },
  },
];

/** `item/fileChange/requestApproval`: may these edits be made. The edits themselves are in the item. */
export function readFileChangeAsk({ params, heardAt, item }: ServerRequest): ParsedAsk {
  const parsed = Params.safeParse(params);
  if (!parsed.success) return { kind: 'malformed', reason: whatIsWrong(parsed.error) };
  const { threadId, itemId, startedAtMs, reason, grantRoot } = parsed.data;
  const changes = item(itemId)?.['changes'];
  const edits = editsOf(changes);
  return {
    kind: 'ask',
    ask: {
      threadId,
      itemId,
      unanswerable: null,
      proof: { by: 'item' },
      request: {
        id: [threadId, itemId, 'fileChange'].join(':'),
        kind: 'permission',
        openedAt: startedAtMs ?? heardAt,
        tool: 'apply_patch',
        title: titleOf(pathsOf(changes)),
        ...(reason ? { reason } : {}),
        ...(grantRoot ? { cwd: grantRoot } : {}),
        ...(edits.length > 0 ? { edits } : {}),
        choices: DECISIONS.map(({ choice }) => choice),
      },
      compose: (action) => composeChoice(action, DECISIONS),
    },
  };
}

function titleOf(paths: readonly string[]): string {
  const [first, ...more] = paths;
  if (first === undefined) return 'Edit files';
  return more.length === 0 ? `Edit ${first}` : `Edit ${first} and ${more.length} more`;
}
