import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Not a secret: the mock accepts anything. */
export const CLAUDE_KEY = 'sk-ant-mock-key-000000000000';

/**
 * What Claude Code must find to start without a dialog: onboarding done, the key approved (it compares the last
 * 20 characters), and each project trusted. Trust is looked up by the git root, not by a parent folder.
 */
export class ClaudeConfig {
  readonly #trusted = new Set<string>();
  readonly #files: string[] = [];

  constructor(home: string) {
    this.#add(join(home, '.claude.json'));
  }

  /** With CLAUDE_CONFIG_DIR set, the file lives inside that folder. */
  useFolder(configDir: string): void {
    this.#add(join(configDir, '.claude.json'));
  }

  trust(project: string): void {
    this.#trusted.add(project);
    for (const file of this.#files) this.#write(file);
  }

  #add(file: string): void {
    if (this.#files.includes(file)) return;
    this.#files.push(file);
    mkdirSync(dirname(file), { recursive: true });
    this.#write(file);
  }

  /** A running Claude writes this file too: read, change, replace in one step. */
  #write(file: string): void {
    const current: Record<string, unknown> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    const projects = { ...asObject(current.projects) };
    for (const project of this.#trusted) {
      projects[project] = { ...asObject(projects[project]), hasTrustDialogAccepted: true };
    }
    const next = {
      ...current,
      hasCompletedOnboarding: true,
      customApiKeyResponses: { approved: [CLAUDE_KEY.slice(-20)], rejected: [] },
      projects,
    };
    writeFileSync(`${file}.rig`, JSON.stringify(next, undefined, 2));
    renameSync(`${file}.rig`, file);
  }
}

export function claudeEnv(modelUrl: string): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: modelUrl,
    ANTHROPIC_API_KEY: CLAUDE_KEY,
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    // By default it retries for minutes before it shows an error.
    CLAUDE_CODE_MAX_RETRIES: '1',
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
