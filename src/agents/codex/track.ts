import type { ProcessId } from '../../core/observation.ts';
import type { RolloutFollower } from './rollout/follower.ts';

/** What AMC keeps of one thread it watches. */
export interface Track {
  threadId: string;
  follower: RolloutFollower | null;
  /** The rollout is being looked at for the first time. */
  opening: Promise<void> | null;
  /** The process that was told last; null: told as gone; undefined: never told. */
  process: ProcessId | null | undefined;
}
