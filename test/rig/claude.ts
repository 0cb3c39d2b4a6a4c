import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, type AgentOptions, type AgentRecord, findAgentPid } from './agent.ts';
import { at, readJsonLines } from './json-lines.ts';
import type { Pane } from './pane.ts';
import { waitFor } from './wait-for.ts';

export interface ClaudeOptions extends AgentOptions {
  /** Claude's own default is `auto`; the rig's is `default`, which asks. */
  permissionMode?: 'default' | 'auto' | 'plan' | 'acceptEdits';
  /** CLAUDE_CONFIG_DIR; without it everything is under HOME. */
  configDir?: string;
}

const READY_MS = 30_000;

export class Claude extends Agent {
  /** `~/.claude` or CLAUDE_CONFIG_DIR. */
  readonly configDir: string;

  constructor(pane: Pane, pid: number, cwd: string, configDir: string) {
    super(pane, pid, cwd);
    this.configDir = configDir;
  }

  get registryFile(): string {
    return registryFileOf(this.configDir, this.pid);
  }

  /** What Claude says of itself; its `status` is busy, idle, waiting or shell. */
  registry(): Record<string, unknown> {
    return JSON.parse(readFileSync(this.registryFile, 'utf8'));
  }

  /** As the registry has it now: it changes with `/clear`. */
  get sessionId(): string {
    return String(this.registry().sessionId);
  }

  /** Undefined until the session has something to write down. */
  transcriptPath(): string | undefined {
    const projects = join(this.configDir, 'projects');
    if (!existsSync(projects)) return undefined;
    const name = `${this.sessionId}.jsonl`;
    return readdirSync(projects)
      .map((project) => join(projects, project, name))
      .find((file) => existsSync(file));
  }

  records(): AgentRecord[] {
    return readJsonLines(this.transcriptPath());
  }

  waitForStatus(status: string, timeoutMs = 40_000): Promise<boolean> {
    return this.wait(() => this.registry().status === status, `Claude's registry to say ${status}`, timeoutMs);
  }

  protected hasPrompt(record: AgentRecord, text: string): boolean {
    const content = at(record, 'message', 'content');
    return record.type === 'user' && typeof content === 'string' && withoutPasteMarks(content) === text.trim();
  }
}

/** Returns when Claude takes prompts: its registry file is there and the prompt is drawn. */
export async function claudeInPane(pane: Pane, cwd: string, configDir: string): Promise<Claude> {
  const registered = () => findAgentPid(pane, (pid) => existsSync(registryFileOf(configDir, pid)));
  const context = () => pane.screen();
  const pid = await waitFor(registered, { timeoutMs: READY_MS, what: 'Claude to register itself', context });
  const claude = new Claude(pane, pid, cwd, configDir);
  if (pane.mux !== 'none') await claude.waitForScreen(/^❯/m, READY_MS);
  return claude;
}

export function claudeArgs({ permissionMode = 'default', args = [] }: ClaudeOptions): string[] {
  return ['--permission-mode', permissionMode, ...args];
}

/** Claude writes a paste of several lines between marks. */
function withoutPasteMarks(content: string): string {
  return content.replaceAll(/<\/?pasted_content id="\w*">/g, '').trim();
}

function registryFileOf(configDir: string, pid: number): string {
  return join(configDir, 'sessions', `${pid}.json`);
}
