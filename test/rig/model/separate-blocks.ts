import { z } from 'zod';

const Block = z.looseObject({ type: z.string(), text: z.string().optional() });
const Message = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(Block)]) });
const ClaudeRequest = z.looseObject({ messages: z.array(Message) });

/**
 * A request of Claude, changed so that the mock's reading of it keeps what the rig goes by: each text block on its
 * own line (the mock joins them without a gap) and system messages inside the conversation (the mock drops them;
 * Claude names the plan file in one) as reminders of the user. Anything else is returned as it is.
 */
export function separateBlocks(body: string): string {
  const request = ClaudeRequest.safeParse(parsed(body));
  if (!request.success) return body;
  return JSON.stringify({ ...request.data, messages: request.data.messages.map(separated) });
}

function separated(message: z.infer<typeof Message>): z.infer<typeof Message> {
  const { role, content } = message;
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  if (role === 'system') return { role: 'user', content: `<system-reminder>${textOf(blocks)}</system-reminder>` };
  if (role !== 'user') return message;
  const others = blocks.filter((block) => block.type !== 'text');
  return { ...message, content: [...others, { type: 'text', text: textOf(blocks) }] };
}

function textOf(blocks: z.infer<typeof Block>[]): string {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : [])).join('\n');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
