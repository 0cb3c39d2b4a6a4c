import type { Server } from 'node:http';
import type { ChatCompletionRequest, LLMock } from '@copilotkit/aimock';
import { answer } from './answer.ts';
import { startFront, urlOf } from './front.ts';
import { STREAM_CHUNK, STREAM_PIECE_MS } from './scenarios/stream.ts';
import { Holds } from './scenarios/wait.ts';
import { findTrigger } from './trigger.ts';
import { readTurn, type Turn } from './turn.ts';

/** The mock model: both protocols on one loopback port, answering by what a request says. */
export class Model {
  /** Every request so far, oldest first. */
  readonly turns: Turn[] = [];
  readonly url: string;
  readonly #mock: LLMock;
  readonly #front: Server;
  readonly #holds: Holds;
  readonly #stopped: AbortController;

  private constructor(mock: LLMock, front: Server, holds: Holds, stopped: AbortController) {
    this.#mock = mock;
    this.#front = front;
    this.#holds = holds;
    this.#stopped = stopped;
    this.url = urlOf(front);
  }

  static async start(): Promise<Model> {
    // Loaded on demand: machines that do not run the rig do not have it.
    const { LLMock } = await import('@copilotkit/aimock');
    const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
    const holds = new Holds();
    const stopped = new AbortController();
    const model = new Model(mock, await startFront(await mock.start()), holds, stopped);
    const respond = (request: ChatCompletionRequest) => {
      const turn = readTurn(request);
      model.turns.push(turn);
      return answer(turn, { holds, signal: stopped.signal });
    };
    mock.on({ predicate: isStreamed }, respond, { chunkSize: STREAM_CHUNK, latency: STREAM_PIECE_MS });
    mock.on({ predicate: () => true }, respond, { chunkSize: 4096 });
    return model;
  }

  /** Lets prompts that said `HOLD:<name>` be answered, those to come included. */
  release(name: string): void {
    this.#holds.release(name);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#front.closeAllConnections();
    this.#front.close();
    await this.#mock.stop();
  }
}

function isStreamed(request: ChatCompletionRequest): boolean {
  const turn = readTurn(request);
  return !turn.side && findTrigger(turn.prompt)?.name === 'STREAM';
}
