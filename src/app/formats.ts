import { createClaudeTranscripts } from '../agents/claude/transcript/format.ts';
import { createCodexTranscripts } from '../agents/codex/rollout/format.ts';
import { claudeConfigDirs, codexHomes, type Env } from '../platform/paths.ts';
import type { TranscriptFormat } from '../ports/transcripts.ts';

/** How every agent writes its conversations down. A new agent is a line here. Also made in the index's workers. */
export function createFormats(env: Env): readonly TranscriptFormat[] {
  return [
    createClaudeTranscripts({ configDirs: claudeConfigDirs(env) }),
    createCodexTranscripts({ codexHomes: codexHomes(env) }),
  ];
}
