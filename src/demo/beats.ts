import type { Action } from '../contract/command.ts';
import type { Request } from '../contract/request.ts';

export type AnswerAction = Extract<Action, { type: 'answer' | 'approve' | 'deny' }>;

type Bare<R> = R extends Request ? Omit<R, 'id' | 'openedAt' | 'evidence' | 'answer'> : never;
/** What an agent asks, before it has its place. */
export type Ask = Bare<Request>;

/** What happens next in an agent's life. */
export type Beat =
  /** It is busy for a while. */
  | { type: 'work'; ms: number; with: 'model' | 'tool'; doing: string }
  /** It waits for an answer. `alone`: it goes on by itself after this long. */
  | { type: 'ask'; ask: Ask; alone: number | null }
  /** Its turn is over; null: until somebody prompts it. */
  | { type: 'rest'; ms: number | null };

/** How a beat ended. */
export type Heard =
  | { type: 'time' }
  | { type: 'answered'; action: AnswerAction }
  | { type: 'prompted'; prompt: TakenPrompt };

export interface TakenPrompt {
  text: string;
  images: number;
  files: readonly string[];
  /** Called with the id of the record that holds it. */
  taken: (recordId: string) => void;
}

/** A piece of an agent's life: it plays beats and hears how they ended. */
export type Script<T = void> = Generator<Beat, T, Heard>;
