import { z } from 'zod';
import type { HookEvent } from '../../ports/state-store.ts';
import { objectOr } from './record.ts';

const text = z.string().optional().catch(undefined);
const list = z.array(z.unknown()).catch([]);

/** What AMC reads of a hook's stdin; the facts are in FORMAT.md, "Hooks". A field of another shape counts as absent. */
const HookPayload = z.object({
  transcript_path: text,
  cwd: text,
  prompt_id: text,
  agent_id: text,
  tool_name: text,
  tool_input: z.unknown().optional().transform(objectOr),
  tool_use_id: text,
  tool_calls: list,
  permission_suggestions: list,
  prompt: text,
  source: text,
  reason: text,
  model: text,
  session_title: text,
  last_assistant_message: text,
  background_tasks: z.array(z.unknown()).optional().catch(undefined),
  error: text,
  error_details: text,
  is_interrupt: z.boolean().optional().catch(undefined),
  notification_type: text,
  message: text,
  mcp_server_name: text,
});
export type HookPayload = z.infer<typeof HookPayload>;

export function payloadOf(event: HookEvent): HookPayload {
  return HookPayload.parse(event.payload);
}
