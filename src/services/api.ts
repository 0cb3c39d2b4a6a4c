import type { Command, NewCommand } from '../contract/command.ts';
import type { ConversationPage } from '../contract/conversation.ts';
import type { Health } from '../contract/health.ts';
import type { Session } from '../contract/session.ts';
import type { StreamEvent } from '../contract/stream.ts';
import type { PageQuery } from '../ports/agent.ts';
import type { CompatMessage, CompatEvent } from './compat-model.ts';

/** An event with its place in the stream, `<epoch>-<seq>`. */
export interface PlacedEvent {
  id: string;
  event: StreamEvent;
  /** `JSON.stringify(event)`, made once for all listeners. */
  json: string;
}

/** The changes of everything, in order. */
export interface ChangeFeed {
  /**
   * Tells what came after `lastEventId`, or a snapshot when that is unknown or gone, then every change, in order and
   * without a gap. The listener must not throw; it is called synchronously, the first time before this returns.
   */
  follow(lastEventId: string | null, listener: (event: PlacedEvent) => void): () => void;
}

/** Everything the server and the CLI may ask of AMC. Methods throw `AmcError`s only. */
export interface MissionControl {
  readonly feed: ChangeFeed;
  /** Those that need you first, then by newest activity. */
  sessions(): readonly Session[];
  session(key: string): Session | null;
  conversation(key: string, page: PageQuery): Promise<ConversationPage>;
  /** Accepts a command and starts its delivery; the same idempotency key gives the same command. */
  submit(command: NewCommand): Command;
  /** The command when its delivery is settled (confirmed, refused, failed, unknown) or `waitMs` have passed. */
  settled(id: string, waitMs: number): Promise<Command>;
  dismiss(key: string): void;
  health(): Health;
  /** For the original's routes only. */
  readonly compat: CompatQueries;
}

export interface CompatQueries {
  /** Exact id; [] when there are none. */
  events(sessionId: string): readonly CompatEvent[];
  /** Whole conversation by exact id, found with any form of `projectDir`, or none. */
  messages(options: {
    agent: 'claude' | 'codex';
    sessionId: string;
    projectDir: string | null;
  }): Promise<readonly CompatMessage[]>;
}
