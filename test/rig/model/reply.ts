import type { FixtureResponse } from '@copilotkit/aimock';

/** Fixed, so that tests can pin tokens and cost. */
const USAGE = { input_tokens: 1200, output_tokens: 34 };

export function text(content: string): FixtureResponse {
  return { content, usage: USAGE };
}

export function toolCall(name: string, input: unknown, content?: string): FixtureResponse {
  const toolCalls = [{ name, arguments: JSON.stringify(input) }];
  return { ...(content === undefined ? {} : { content }), toolCalls, usage: USAGE };
}

export function failure(status: number, type: string, message: string): FixtureResponse {
  return { status, error: { type, message } };
}
