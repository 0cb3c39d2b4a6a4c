import type { Action } from '../../../contract/command.ts';
import type { Handover } from '../../../ports/agent.ts';
import type { Delivery } from './deliver.ts';
import { readThread } from './loaded.ts';
import { startTurn, textPart } from './prompt.ts';
import { refused } from './reply.ts';

/** What Codex's own dialog sends when a plan is approved there (FORMAT.md §3). */
export const IMPLEMENT = 'Implement the plan.';

/** Approves a plan as Codex's dialog does, or sends it back with words. The next prompt is what settles it. */
export async function deliverPlan(delivery: Delivery, action: Action): Promise<Handover> {
  const { thread, rpc, plan } = delivery;
  if (thread.isActive) return refused('request_gone', 'Codex has gone on since this plan.');
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
