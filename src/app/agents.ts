import type { AgentName } from '../contract/agent.ts';
import { createClaudeAdapter } from '../agents/claude/adapter.ts';
import { claudeMessages } from '../agents/claude/compat-messages.ts';
import { claudeKeystrokes } from '../agents/claude/keystrokes.ts';
import { createCodexAdapter } from '../agents/codex/adapter.ts';
import { codexKeystrokes } from '../agents/codex/keystrokes.ts';
import { claudeTraces } from '../agents/claude/hook-traces.ts';
import { claudeConfigDirs, codexHomes, type Env } from '../platform/paths.ts';
import type { AgentAdapter } from '../ports/agent.ts';
import type { Clock } from '../ports/clock.ts';
import type { HookTraces } from '../ports/hook-traces.ts';
import type { KeystrokePlanner } from '../ports/keystrokes.ts';
import type { TranscriptFormat } from '../ports/transcripts.ts';
import type { CompatSources } from '../services/compat-queries.ts';
import { createFormats } from './formats.ts';
import type { Ingest } from './ingest.ts';
import type { Machine } from './machine.ts';

export interface Agents {
  agents: ReadonlyMap<AgentName, AgentAdapter>;
  planners: ReadonlyMap<AgentName, KeystrokePlanner>;
  formats: ReadonlyMap<AgentName, TranscriptFormat>;
  traces: HookTraces;
  messages: CompatSources['messages'];
  dispose(): Promise<void>;
}

/** Every agent AMC knows. A new one is a line in each of these lists. */
export function createAgents({
  env,
  clock,
  machine,
  ingest,
}: {
  env: Env;
  clock: Clock;
  machine: Machine;
  ingest: Ingest;
}): Agents {
  const { hooks, relay, watcher, tailer, pages } = ingest;
  const shared = { clock, processTable: machine.processes, watcher, tailer, pages };
  const configDirs = claudeConfigDirs(env);
  const claude = createClaudeAdapter({ ...shared, configDirs, hooks, relay });
  const codex = createCodexAdapter({ ...shared, codexHomes: codexHomes(env) });
  const adapters = [claude, codex];
  return {
    agents: new Map(adapters.map((adapter) => [adapter.agent, adapter])),
    planners: new Map([claudeKeystrokes, codexKeystrokes].map((planner) => [planner.agent, planner])),
    formats: new Map(createFormats(env).map((format) => [format.agent, format])),
    traces: claudeTraces(ingest.store),
    messages: {
      claude: (sessionId, projectDir) => claudeMessages({ pages, configDirs, sessionId, projectDir }),
      codex: (threadId) => codex.messages(threadId),
    },
    dispose: async () => {
      await Promise.all(adapters.map((adapter) => adapter.dispose()));
    },
  };
}
