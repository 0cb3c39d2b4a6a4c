import type { SessionFacts } from '../../../core/observation.ts';
import { titleOf } from '../observe.ts';
import { bornAt } from '../thread-id.ts';
import type { Thread, ThreadStatus } from './schemas.ts';

/** What the server's description of a thread says of the session. */
export function factsOf(thread: Thread, serverVersion: string | null): SessionFacts {
  const { cwd, name, preview, model, reasoningEffort, cliVersion, createdAt, gitInfo, id } = thread;
  const firstPrompt = preview ? titleOf(preview) : null;
  const version = serverVersion ?? cliVersion;
  // Before the first turn `createdAt` is the time of asking (FORMAT.md §2); the id knows better.
  const startedAt = bornAt(id) ?? (createdAt ? createdAt * 1_000 : null);
  return {
    ...(cwd ? { cwd } : {}),
    ...(gitInfo?.branch ? { branch: gitInfo.branch } : {}),
    ...(name ? { title: { text: name, rank: 2 } } : firstPrompt ? { title: { text: firstPrompt, rank: 1 } } : {}),
    ...(model ? { model } : {}),
    ...(reasoningEffort ? { effort: reasoningEffort } : {}),
    ...(version ? { agentVersion: version } : {}),
    ...(startedAt === null ? {} : { startedAt }),
  };
}

export interface ThreadClaim {
  activity: 'working' | 'waiting' | 'idle' | 'ended' | 'unknown';
  detail: string;
}

/** What a status claims; null for one that is told otherwise. */
export function claimOf({ type, activeFlags }: ThreadStatus): ThreadClaim | null {
  switch (type) {
    case 'active': {
      const flags = activeFlags ?? [];
      return flags.length > 0
        ? { activity: 'waiting', detail: `Codex server: active (${flags.join(', ')})` }
        : { activity: 'working', detail: 'Codex server: active' };
    }
    case 'idle':
      return { activity: 'idle', detail: 'Codex server: idle' };
    case 'systemError':
      return { activity: 'idle', detail: 'Codex server: idle after an error' };
    case 'notLoaded':
      return null;
    default:
      return { activity: 'unknown', detail: `Codex server: ${type}` };
  }
}
