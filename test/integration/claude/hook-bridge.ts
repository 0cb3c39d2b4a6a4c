import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { HookSource, RelayHub } from '../../../src/ports/hooks.ts';
import type { HookEvent } from '../../../src/ports/state-store.ts';

const EVENTS = [
  'SessionStart',
  'SessionEnd',
  'UserPromptSubmit',
  'PreToolUse',
  'PermissionRequest',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'Stop',
  'StopFailure',
  'SubagentStart',
  'SubagentStop',
  'Elicitation',
  'ElicitationResult',
];
const POLL_MS = 5;

/**
 * The simplest hooks that can be: each writes its stdin into a folder, and those that ask a person wait there for an
 * answer. For tests of what the adapter makes of events; the hooks that AMC installs have tests of their own.
 */
export class HookBridge implements HookSource, RelayHub {
  readonly #folder: string;
  readonly #seen = new Map<string, HookEvent>();
  readonly #listeners = new Set<(event: HookEvent) => void>();
  #timer: NodeJS.Timeout | null = null;

  constructor(home: string, { relays = true } = {}) {
    this.#folder = join(home, 'bridge');
    mkdirSync(this.#folder, { recursive: true });
    const script = join(home, 'bin', 'bridge-hook');
    writeFileSync(script, hookScript(this.#folder, relays));
    chmodSync(script, 0o755);
    const hooks = EVENTS.map((event) => [event, [{ hooks: [{ type: 'command', command: `${script} ${event}` }] }]]);
    mkdirSync(join(home, '.claude'), { recursive: true });
    writeFileSync(join(home, '.claude', 'settings.json'), JSON.stringify({ hooks: Object.fromEntries(hooks) }));
  }

  subscribe(_agent: string, listener: (event: HookEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#look(), POLL_MS);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  since(_agent: string, at: number): readonly HookEvent[] {
    this.#look();
    return [...this.#seen.values()].filter((event) => event.at >= at);
  }

  async waiting(name: string): Promise<boolean> {
    return existsSync(join(this.#folder, `${name}.waiting`));
  }

  async answer(name: string, answer: unknown): Promise<'taken' | 'gone'> {
    if (!(await this.waiting(name))) return 'gone';
    writeFileSync(join(this.#folder, `${name}.part`), JSON.stringify(answer));
    renameSync(join(this.#folder, `${name}.part`), join(this.#folder, `${name}.answer`));
    return 'taken';
  }

  async release(name: string): Promise<void> {
    writeFileSync(join(this.#folder, `${name}.leave`), '');
  }

  #look(): void {
    const files = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted();
    for (const file of files) {
      if (this.#seen.has(file)) continue;
      const event = readEvent(join(this.#folder, file), file);
      this.#seen.set(file, event);
      for (const listener of this.#listeners) listener(event);
    }
  }
}

function readEvent(path: string, file: string): HookEvent {
  const [head = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  const payload: Record<string, unknown> = JSON.parse(rest.join('\n'));
  const at = Math.round(statSync(path).mtimeMs);
  const [event = '', pid = ''] = head.split(' ');
  return {
    name: file.slice(0, -'.json'.length),
    agent: 'claude',
    sessionId: String(payload.session_id),
    event,
    at,
    env: { CLAUDE_PID: pid },
    payload,
  };
}

function hookScript(folder: string, relays: boolean): string {
  return `#!/bin/sh
cd ${folder} || exit 0
n=$(date +%s%N).$$
{ echo "$1 $CLAUDE_PID"; cat; } > .$n
case ${relays ? '"$1"' : 'no'} in
  PermissionRequest | Elicitation) : > $n.waiting ;;
esac
mv .$n $n.json
[ -f $n.waiting ] || exit 0
trap 'rm -f $n.waiting' EXIT
while [ -d ${folder} ]; do
  if [ -f $n.answer ]; then cat $n.answer; exit 0; fi
  [ -f $n.leave ] && exit 0
  sleep 0.05
done
`;
}
