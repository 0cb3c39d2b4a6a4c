import type { DemoAgent } from './agent.ts';
import type { AnswerAction, Ask, TakenPrompt } from './beats.ts';
import type { ToolCall } from './hand-voice.ts';

/** The verdict on something that was asked. */
export type Verdict =
  | { allowed: true; choiceId: string | undefined }
  | { allowed: false; message: string | undefined; choiceId: string | undefined }
  /** Nobody decided: it went on by itself, or was prompted. */
  | { allowed: null; prompt: TakenPrompt | null };

export function shellCall(agent: DemoAgent, command: string): ToolCall {
  return {
    tool: agent.profile.agent === 'codex' ? 'shell' : 'Bash',
    summary: command.split('\n')[0] ?? command,
    input: `command: ${command}`,
    view: { type: 'shell', command, cwd: agent.dir },
  };
}

export function commandChoices(agent: DemoAgent, command: string): Extract<Ask, { kind: 'permission' }>['choices'] {
  const program = command.split(/\s+/).slice(0, 2).join(' ');
  if (agent.profile.agent === 'codex')
    return [
      { id: 'accept', label: 'Yes, proceed', effect: 'allow', takesMessage: false },
      {
        id: 'acceptForSession',
        label: 'Yes, and don’t ask again for this in this session',
        effect: 'allow_always',
        takesMessage: false,
      },
      { id: 'decline', label: 'No, go on without it', effect: 'deny', takesMessage: true },
      { id: 'cancel', label: 'No, and stop', effect: 'cancel', takesMessage: false },
    ];
  return [
    { id: 'allow', label: 'Yes', effect: 'allow', takesMessage: false },
    {
      id: 'always:0',
      label: `Yes, and don’t ask again for ${program} in this project`,
      effect: 'allow_always',
      takesMessage: false,
    },
    { id: 'deny', label: 'No', effect: 'deny', takesMessage: true },
  ];
}

export function verdictOf(action: AnswerAction, ask: Ask): Verdict {
  if (action.type === 'answer') return { allowed: true, choiceId: undefined };
  const choices = 'choices' in ask ? ask.choices : [];
  const wanted = action.type === 'approve' ? ['allow', 'allow_always'] : ['deny', 'cancel'];
  const choiceId = action.choiceId ?? choices.find(({ effect }) => wanted.includes(effect))?.id;
  const effect = choices.find(({ id }) => id === choiceId)?.effect;
  const isAllowed = effect === undefined ? action.type === 'approve' : effect === 'allow' || effect === 'allow_always';
  if (isAllowed) return { allowed: true, choiceId };
  return { allowed: false, message: action.type === 'deny' ? action.message : undefined, choiceId };
}

export function refusal(verdict: Verdict): string {
  const message = verdict.allowed === false ? verdict.message : undefined;
  return message === undefined
    ? 'The user doesn’t want to proceed with this tool use.'
    : `The user doesn’t want to proceed with this tool use. They said: ${message}`;
}
