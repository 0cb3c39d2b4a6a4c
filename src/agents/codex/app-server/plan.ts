import { setTimeout } from 'node:timers/promises';
import type { Action } from '../../../contract/command.ts';
import type { Handover } from '../../../ports/agent.ts';
import type { Delivery } from './deliver.ts';
import { newestTurn, readThread } from './loaded.ts';
import { startTurn, textPart } from './prompt.ts';
import { refused } from './reply.ts';

/** What Codex's own dialog sends when a plan is approved there (FORMAT.md §3). */
export const IMPLEMENT = 'Implement the plan.';

type PlanAction = Extract<Action, { requestId: string }>;

/** The plan is on record a moment before the server calls its turn over. */
const turnEndsMs = 3_000;
const askAgainMs = 50;

/** Approves a plan as Codex's dialog does, or sends it back with words. The next prompt is what settles it. */
export async function deliverPlan(delivery: Delivery, action: PlanAction): Promise<Handover> {
  const { rpc, thread, plan } = delivery;
  if (await hasGoneOn(delivery, action.requestId)) {
    return refused('request_gone', 'Codex has gone on since this plan.');
  }
  if (action.type === 'deny') {
    const message = action.message?.trim() ?? '';
    if (message === '')
      return refused('needs_message', 'Codex is told nothing when its plan is turned down; say what is to be changed.');
    plan?.answered(message);
    return startTurn(delivery, { input: [textPart(message)] });
  }
  if (action.type !== 'approve') return refused('wrong_action', 'A plan is approved, or sent back with words.');
  const read = await readThread(rpc, thread.id);
  const model = read.state === 'read' ? read.thread.model : null;
  if (!model || read.state !== 'read')
    return refused('unknown_model', 'The Codex server does not say which model the thread uses. Nothing was sent.');
  const settings = { model, reasoning_effort: read.thread.reasoningEffort ?? null, developer_instructions: null };
  plan?.answered(IMPLEMENT);
  return startTurn(delivery, { input: [textPart(IMPLEMENT)], collaborationMode: { mode: 'default', settings } });
}

/** Whether another turn runs than the plan's own. An item of a plan is named `<turn>-plan` (FORMAT.md §3). */
async function hasGoneOn({ rpc, thread, signal, now }: Delivery, requestId: string): Promise<boolean> {
  const until = now() + turnEndsMs;
  while (thread.isActive) {
    const turn = await newestTurn(rpc, thread.id);
    if (turn?.status === 'inProgress' && !requestId.includes(turn.id)) return true;
    if (now() > until || signal.aborted) return true;
    await setTimeout(askAgainMs);
  }
  return false;
}
