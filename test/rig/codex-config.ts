import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { machine } from './machine.ts';

/** What Codex must find in each CODEX_HOME to start without a question and to talk to the mock. */
export class CodexConfig {
  readonly #modelUrl: string;
  readonly #homes: string[] = [];
  readonly #trusted = new Set<string>();

  constructor(codexHome: string, modelUrl: string) {
    this.#modelUrl = modelUrl;
    this.useFolder(codexHome);
  }

  useFolder(codexHome: string): void {
    if (this.#homes.includes(codexHome)) return;
    this.#homes.push(codexHome);
    mkdirSync(codexHome, { recursive: true });
    const trusted = [...this.#trusted].map(trustToml);
    writeFileSync(configFile(codexHome), [configToml(this.#modelUrl), ...trusted].join(''));
    seedServer(codexHome);
  }

  trust(project: string): void {
    if (this.#trusted.has(project)) return;
    this.#trusted.add(project);
    for (const codexHome of this.#homes) appendFileSync(configFile(codexHome), trustToml(project));
  }
}

export function codexEnv(): Record<string, string> {
  return { AMC_RIG_MOCK_KEY: 'mock' };
}

function configFile(codexHome: string): string {
  return join(codexHome, 'config.toml');
}

function configToml(modelUrl: string): string {
  return `model = "gpt-5.5-codex"
model_provider = "mock"
approval_policy = "on-request"
sandbox_mode = "workspace-write"
check_for_update_on_startup = false

[model_providers.mock]
name = "mock"
base_url = "${modelUrl}/v1"
wire_api = "responses"
env_key = "AMC_RIG_MOCK_KEY"
request_max_retries = 0
stream_max_retries = 0
`;
}

function trustToml(project: string): string {
  return `\n[projects.${JSON.stringify(project)}]\ntrust_level = "trusted"\n`;
}

/**
 * At its first start in a CODEX_HOME, Codex copies itself there (365 MB, two seconds) to run its server from.
 * Links in the places of the copies are taken as they are.
 */
function seedServer(codexHome: string): void {
  if (!machine.codex.available) return;
  const source = dirname(dirname(machine.codex.path));
  const daemon = join(codexHome, 'packages', 'app-server-daemon');
  const release = join(daemon, 'releases', `${machine.codex.version}-${basename(source)}`);
  try {
    linkTree(source, release);
    symlinkSync('bin/codex', join(release, 'codex'));
    symlinkSync(release, join(daemon, 'current'));
  } catch {
    // Another file system: links are impossible, and Codex makes its copy.
    rmSync(daemon, { recursive: true, force: true });
  }
}

function linkTree(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) linkTree(from, to);
    else if (!existsSync(to)) linkSync(from, to);
  }
}
