import { z } from 'zod';
import type { Choice } from '../../../../contract/request.ts';
import type { JsonObject } from '../../../../lib/json.ts';
import { firstLine, innerCommand } from '../../command-text.ts';
import { whatIsWrong } from '../schemas.ts';
import { composeChoice, type Decision, type ParsedAsk, type ServerRequest } from './ask.ts';

const text = z.string().nullish();

const Params = z.looseObject({
  threadId: z.string(),
  itemId: z.string(),
  kind: text,
  approvalId: text,
  startedAtMs: z.number().nullish(),
  command: text,
  cwd: text,
  reason: text,
  networkApprovalContext: z.looseObject({ host: z.string(), protocol: text }).nullish(),
  availableDecisions: z.array(z.unknown()).nullish(),
});
type Params = z.infer<typeof Params>;

/** `item/commandExecution/requestApproval`: may this command run, may this host be reached. */
export function readCommandAsk({ params, heardAt }: ServerRequest): ParsedAsk {
  const parsed = Params.safeParse(params);
  if (!parsed.success) return { kind: 'malformed', reason: whatIsWrong(parsed.error) };
  const { threadId, itemId, approvalId, startedAtMs, command, cwd, reason } = parsed.data;
  const decisions = decisionsOf(parsed.data);
  return {
    kind: 'ask',
    ask: {
      threadId,
      itemId,
      unanswerable: null,
      // Several callbacks can belong to one item; then the item's end does not say what became of this one.
      proof: { by: approvalId ? 'nothing' : 'item' },
      request: {
        id: [threadId, itemId, 'command', ...(approvalId ? [approvalId] : [])].join(':'),
        kind: 'permission',
        openedAt: startedAtMs ?? heardAt,
        tool: 'exec_command',
        title: titleOf(parsed.data),
        ...(reason ? { reason } : {}),
        ...(command ? { command: innerCommand(command) } : {}),
        ...(cwd ? { cwd } : {}),
        choices: decisions.map(({ choice }) => choice),
      },
      compose: (action) => composeChoice(action, decisions),
    },
  };
}

function titleOf({ kind, command, networkApprovalContext: network }: Params): string {
  if (network) return `Connect to ${network.host}${network.protocol ? ` (${network.protocol})` : ''}`;
  const line = command ? firstLine(innerCommand(command)) : 'a command';
  return kind === 'writeStdin' ? `Type into the running ${line}` : `Run ${line}`;
}

/**
 * What may be answered. `decline` is always there: the server takes it although it lists only `cancel`, and unlike
 * `cancel` it lets the turn go on (FORMAT.md §3).
 */
function decisionsOf({ kind, availableDecisions }: Params): Decision[] {
  const offered =
    kind === 'humanCommand' ? ['accept', 'cancel'] : (availableDecisions ?? ['accept', 'acceptForSession', 'cancel']);
  const known = offered.map(readDecision).filter((decision) => decision !== null);
  if (known.some(({ choice }) => choice.id === 'decline')) return known;
  const beforeCancel = known.findIndex(({ choice }) => choice.id === 'cancel');
  return known.toSpliced(beforeCancel === -1 ? known.length : beforeCancel, 0, DECLINE);
}

const simple = (id: string, label: string, effect: Choice['effect']): Decision => ({
  choice: { id, label, effect, takesMessage: false },
  result: { decision: id },
});

const DECLINE = simple('decline', 'No, go on without it', 'deny');
const SIMPLE = [
  simple('accept', 'Yes, this time', 'allow'),
  simple('acceptForSession', 'Yes, and do not ask again in this session', 'allow_always'),
  DECLINE,
  simple('cancel', 'No, and stop the turn', 'cancel'),
];

const Amendment = z.union([
  z.object({ acceptWithExecpolicyAmendment: z.looseObject({ execpolicy_amendment: z.array(z.string()) }) }),
  z.object({
    applyNetworkPolicyAmendment: z.looseObject({
      network_policy_amendment: z.looseObject({ host: z.string(), action: z.enum(['allow', 'deny']) }),
    }),
  }),
]);

/** null: a decision of a newer server. What it would do is not known, so it is not offered. */
function readDecision(word: unknown): Decision | null {
  if (typeof word === 'string') return SIMPLE.find(({ choice }) => choice.id === word) ?? null;
  const parsed = Amendment.safeParse(word);
  if (!parsed.success) return null;
  // The word goes back as it came: fields AMC does not know stay in.
  const result: JsonObject = { decision: word };
  if ('acceptWithExecpolicyAmendment' in parsed.data) {
    const prefix = parsed.data.acceptWithExecpolicyAmendment.execpolicy_amendment.join(' ');
    const label = `Yes, and do not ask again for commands that start with \`${prefix}\``;
    return {
      choice: { id: 'acceptWithExecpolicyAmendment', label, effect: 'allow_always', takesMessage: false },
      result,
    };
  }
  const { host, action } = parsed.data.applyNetworkPolicyAmendment.network_policy_amendment;
  const allows = action === 'allow';
  const label = allows ? `Yes, and allow ${host} from now on` : `No, and block ${host} from now on`;
  return {
    choice: { id: `network-${action}:${host}`, label, effect: allows ? 'allow_always' : 'deny', takesMessage: false },
    result,
  };
}
