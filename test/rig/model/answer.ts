import type { FixtureResponse } from '@copilotkit/aimock';
import { text } from './reply.ts';
import { ask } from './scenarios/ask.ts';
import { fail } from './scenarios/fail.ts';
import { plan, proposeWrittenPlan } from './scenarios/plan.ts';
import { bash, run, tool } from './scenarios/run.ts';
import { stream } from './scenarios/stream.ts';
import { type Holds, slow } from './scenarios/wait.ts';
import { findTrigger, plainWords, type Trigger } from './trigger.ts';
import type { Turn } from './turn.ts';

const ECHO_LENGTH = 60;

export interface AnswerContext {
  holds: Holds;
  /** Ends all waiting when the mock stops. */
  signal: AbortSignal;
}

/** Decides what the model says. The words of the user come first: they may arrive together with a tool result. */
export function answer(turn: Turn, context: AnswerContext): FixtureResponse | Promise<FixtureResponse> {
  if (turn.side) return text('{"title":"Mock title"}');
  const trigger = findTrigger(turn.prompt);
  if (trigger) return perform(trigger, turn, context);
  const words = plainWords(turn.prompt);
  if (words !== '') return text(`heard: ${words.slice(0, ECHO_LENGTH)}`);
  return proposeWrittenPlan(turn) ?? text(`done: ${turn.toolResult?.output.trim().slice(0, ECHO_LENGTH) ?? ''}`);
}

function perform({ name, argument }: Trigger, turn: Turn, { holds, signal }: AnswerContext) {
  switch (name) {
    case 'SAY':
      return text(argument);
    case 'ASK':
      return ask(argument);
    case 'BASH':
      return bash(turn, argument);
    case 'RUN':
      return run(turn, argument);
    case 'TOOL':
      return tool(argument);
    case 'PLAN':
      return plan(turn, argument);
    case 'FAIL':
      return fail(argument);
    case 'SLOW':
      return slow(argument, signal);
    case 'HOLD':
      return holds.hold(argument, signal);
    case 'STREAM':
      return stream(argument);
  }
}
