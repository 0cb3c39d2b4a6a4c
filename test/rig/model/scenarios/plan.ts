import { text, toolCall } from '../reply.ts';
import type { Turn } from '../turn.ts';

export const DEFAULT_PLAN = '# Plan\n\n1. Look at the code\n2. Change it\n3. Prove that it works\n';

/** `PLAN` or `PLAN:<markdown>`, in plan mode: write the plan to the file Claude named, then propose it. */
export function plan(turn: Turn, markdown: string) {
  const planFile = /(\/\S+\/plans\/\S+\.md)/.exec(turn.everything)?.[1];
  if (planFile === undefined) return text('No plan file was named: is this Claude in plan mode?');
  return toolCall('Write', { file_path: planFile, content: markdown === '' ? DEFAULT_PLAN : markdown });
}

/** The second step: the plan is written, propose it. */
export function proposeWrittenPlan({ toolResult }: Turn) {
  const path = toolResult?.input.file_path;
  const wrotePlan = toolResult?.name === 'Write' && typeof path === 'string' && path.includes('/plans/');
  return wrotePlan ? toolCall('ExitPlanMode', {}) : undefined;
}
