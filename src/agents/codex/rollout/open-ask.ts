import { z } from 'zod';
import type { ObservedRequest } from '../../../core/observation.ts';
import { firstLine } from '../command-text.ts';
import { textOrNull } from './values.ts';
import type { OpenCall } from './state.ts';

const Questions = z.array(
  z.looseObject({
    id: z.string(),
    header: z.string().nullish(),
    question: z.string(),
    options: z.array(z.looseObject({ label: z.string(), description: z.string().nullish() })).nullish(),
  }),
);

/** What its dialog always offers. Whether it can be answered from here is the adapter's to say. */
const CHOICES = [
  { id: 'accept', label: 'Yes, proceed', effect: 'allow', takesMessage: false },
  { id: 'cancel', label: 'No, and stop the turn', effect: 'cancel', takesMessage: false },
] as const;

/**
 * What a call without an output may wait for. A rollout does not record that Codex asks (FORMAT.md §6): a question
 * surely waits, a command that wants out of the sandbox waits or, once allowed, runs. null for all other calls.
 */
export function askOf({
  threadId,
  call,
}: {
  threadId: string;
  call: OpenCall;
}): { request: ObservedRequest; sure: boolean } | null {
  const { callId, args, at } = call;
  if (call.tool === 'request_user_input') {
    const questions = Questions.safeParse(args['questions']);
    return {
      sure: true,
      request: {
        id: `${threadId}:${callId}:question`,
        kind: 'question',
        openedAt: at,
        questions: (questions.data ?? []).map(({ id, header, question, options }) => ({
          id,
          ...(header ? { header } : {}),
          text: question,
          multiSelect: false,
          options: (options ?? []).map(({ label, description }) => ({
            label,
            ...(description ? { description } : {}),
          })),
          takesFreeText: true,
        })),
      },
    };
  }
  if (args['sandbox_permissions'] !== 'require_escalated') return null;
  const command = textOrNull(args['cmd']) ?? textOrNull(args['command']) ?? call.summary;
  const reason = textOrNull(args['justification']);
  const cwd = textOrNull(args['workdir']);
  return {
    sure: false,
    request: {
      id: `${threadId}:${callId}:command`,
      kind: 'permission',
      openedAt: at,
      tool: call.tool,
      title: `Run ${firstLine(command)}`,
      command,
      ...(reason === null ? {} : { reason }),
      ...(cwd === null ? {} : { cwd }),
      choices: [...CHOICES],
    },
  };
}
