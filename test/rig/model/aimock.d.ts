/**
 * The part of the mock model's API that the rig uses. Declared here because the package is only installed
 * on machines that run the rig, and the types of the repository must check without it.
 */
declare module '@copilotkit/aimock' {
  export interface ChatMessage {
    role: 'system' | 'user' | 'assistant' | 'tool';
    content: string | { type: string; text?: string }[] | null;
    tool_calls?: { id: string; function: { name: string; arguments: string } }[];
    tool_call_id?: string;
  }

  export interface ChatCompletionRequest {
    model: string;
    messages: ChatMessage[];
    tools?: { type: 'function'; function: { name: string } }[];
    stream?: boolean;
  }

  export interface Usage {
    input_tokens: number;
    output_tokens: number;
  }

  export type FixtureResponse =
    | { content: string; reasoning?: string; usage?: Usage }
    | { content?: string; toolCalls: { name: string; arguments: string }[]; usage?: Usage }
    | { error: { message: string; type?: string }; status: number };

  export class LLMock {
    constructor(options: { port: number; host: string; logLevel: 'silent' });
    on(
      match: { predicate: (request: ChatCompletionRequest) => boolean },
      response: (request: ChatCompletionRequest) => FixtureResponse | Promise<FixtureResponse>,
      options?: { chunkSize?: number; latency?: number },
    ): this;
    start(): Promise<string>;
    stop(): Promise<void>;
  }
}
