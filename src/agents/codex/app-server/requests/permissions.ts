import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../../../../lib/json.ts';
import { whatIsWrong } from '../schemas.ts';
import { composeChoice, type Decision, type ParsedAsk, type ServerRequest } from './ask.ts';

const paths = z.array(z.string()).nullish();

const Params = z.looseObject({
  threadId: z.string(),
  itemId: z.string(),
  startedAtMs: z.number().nullish(),
  cwd: z.string().nullish(),
  reason: z.string().nullish(),
  permissions: z.looseObject({
    network: z.looseObject({ enabled: z.boolean().nullish() }).nullish(),
    fileSystem: z.looseObject({ read: paths, write: paths }).nullish(),
  }),
});
type Permissions = z.infer<typeof Params>['permissions'];

/** `item/permissions/requestApproval`: more rights for the rest of the turn or the session. */
export function readPermissionsAsk({ params, heardAt }: ServerRequest): ParsedAsk {
  const parsed = Params.safeParse(params);
  if (!parsed.success) return { kind: 'malformed', reason: whatIsWrong(parsed.error) };
  const { threadId, itemId, startedAtMs, cwd, reason, permissions } = parsed.data;
  const decisions = decisionsOf(permissions);
  return {
    kind: 'ask',
    ask: {
      threadId,
      itemId,
      unanswerable: null,
      proof: { by: 'call_output', agrees },
      request: {
        id: [threadId, itemId, 'permissions'].join(':'),
        kind: 'permission',
        openedAt: startedAtMs ?? heardAt,
        tool: 'request_permissions',
        title: `Grant ${wordsFor(permissions)}`,
        ...(reason ? { reason } : {}),
        ...(cwd ? { cwd } : {}),
        input: JSON.stringify(permissions, null, 2),
        choices: decisions.map(({ choice }) => choice),
      },
      compose: (action) => composeChoice(action, decisions),
    },
  };
}

/** Granted is exactly what was asked for: parts the server left null are left out, as its reply type wants. */
function decisionsOf(asked: Permissions): Decision[] {
  const granted = Object.fromEntries(Object.entries(asked).filter(([, value]) => isJsonObject(value)));
  const reply = (permissions: JsonObject, scope: string): JsonObject => ({ permissions, scope });
  return [
    {
      choice: { id: 'turn', label: 'Yes, for this turn', effect: 'allow', takesMessage: false },
      result: reply(granted, 'turn'),
    },
    {
      choice: {
        id: 'strict',
        label: 'Yes, for this turn, every command reviewed',
        effect: 'allow',
        takesMessage: false,
      },
      result: { ...reply(granted, 'turn'), strictAutoReview: true },
    },
    {
      choice: { id: 'session', label: 'Yes, for this session', effect: 'allow_always', takesMessage: false },
      result: reply(granted, 'session'),
    },
    {
      choice: { id: 'decline', label: 'No, go on without', effect: 'deny', takesMessage: false },
      result: reply({}, 'turn'),
    },
  ];
}

/** The output names the rights in another spelling: whether any were granted, and for how long, is what must match. */
function agrees(sent: JsonObject, output: JsonObject): boolean {
  return grants(sent) === grants(output) && (sent['scope'] === output['scope'] || !grants(sent));
}

function grants({ permissions }: JsonObject): boolean {
  return isJsonObject(permissions) && Object.values(permissions).some(isJsonObject);
}

function wordsFor({ network, fileSystem }: Permissions): string {
  const parts = [
    ...(network?.enabled ? ['network'] : []),
    ...(fileSystem?.read?.length ? [`reading ${fileSystem.read.join(', ')}`] : []),
    ...(fileSystem?.write?.length ? [`writing ${fileSystem.write.join(', ')}`] : []),
  ];
  return parts.length === 0 ? 'more permissions' : parts.join('; ');
}
