/** What an agent of the demo says to whatever somebody typed. It says what it is: nobody shall take it for a model. */
export function replyTo(prompt: string, path: string, kind: 'question' | 'task'): string {
  const asked = prompt.split('\n')[0]?.trim().slice(0, 120) ?? '';
  if (kind === 'question')
    return `You asked: *${asked}*

I read \`${path}\` for it. In this demo I am a script and not a model, so I can show you **how an answer arrives** rather than give you one:

- your prompt was queued, handed over, and *confirmed* by the record above this reply;
- the live line on the board followed what I did;
- the tool calls between your prompt and this text are folded: open one.

Install AMC and the agents in your own terminals take my place.`;
  return `Done, as far as a demo can: *${asked}*

I changed \`${path}\` and ran the checks. The change is in the conversation above, as a diff, and under **Files**. With a real agent everything here works the same, only the code is yours.`;
}
