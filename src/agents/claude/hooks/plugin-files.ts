import type { JsonObject } from '../../../lib/json.ts';

/** A file of the plugin; `path` is relative to its folder. */
export interface PluginFile {
  path: string;
  content: string;
}

export interface PluginOptions {
  /** AMC's version; Claude Code shows it as the plugin's. */
  version: string;
  dataDir: string;
  /** Text of `hook/amc-hook.sh`. */
  script: string;
}

/** Claude Code names the plugin `amc@skills-dir`, after its folder in `skills`. */
export const PLUGIN_NAME = 'amc';
export const MANIFEST = '.claude-plugin/plugin.json';
const SCRIPT = 'amc-hook.sh';

/** Every event that tells AMC what a session does. FORMAT: see ../FORMAT.md, "Hooks". */
const EVENTS = [
  'SessionStart',
  'SessionEnd',
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'PermissionDenied',
  'PostToolBatch',
  'Notification',
  'Stop',
  'StopFailure',
  'SubagentStart',
  'SubagentStop',
  'PreCompact',
  'PostCompact',
  'Elicitation',
  'ElicitationResult',
] as const;

/** Nobody waits longer than this for an answer; in seconds, as are all timeouts of Claude Code's hooks. */
const RELAY_TIMEOUT = 24 * 60 * 60;
const EVENT_TIMEOUT = 10;

/**
 * Runs the script inside this shell, and takes the input when the script is gone: `sh missing-file` would end with 2,
 * which Claude Code takes for "block this tool", and input left unread for a failed hook.
 */
const BOOTSTRAP = 'exec 2>/dev/null; trap "exit 0" EXIT; [ -r "$0" ] && . "$0"; cat >/dev/null';

/** Everything in the plugin's folder, in the order in which it may appear. */
export function pluginFiles({ version, dataDir, script }: PluginOptions): PluginFile[] {
  return [
    { path: SCRIPT, content: script },
    { path: 'data-dir', content: `${dataDir}\n` },
    { path: 'README.md', content: README },
    { path: 'hooks/hooks.json', content: json(hooksJson()) },
    {
      path: MANIFEST,
      content: json({ name: PLUGIN_NAME, version, description: DESCRIPTION, author: AUTHOR, license: 'MIT' }),
    },
  ];
}

function hooksJson(): JsonObject {
  const hooks = EVENTS.map((event) => [event, [{ matcher: '*', hooks: [handler(event)] }]]);
  return { description: DESCRIPTION, hooks: Object.fromEntries(hooks) };
}

/** The exec form: no shell of the user's looks at the path. */
function handler(event: (typeof EVENTS)[number]): JsonObject {
  const script = `\${CLAUDE_PLUGIN_ROOT}/${SCRIPT}`;
  const relays = event === 'PermissionRequest' || event === 'Elicitation';
  return {
    type: 'command',
    command: '/bin/sh',
    args: ['-c', BOOTSTRAP, script, ...(relays ? ['relay'] : [])],
    timeout: relays ? RELAY_TIMEOUT : EVENT_TIMEOUT,
  };
}

function json(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const DESCRIPTION = 'Tells AMC (Agent Mission Control) what this session does, and lets AMC answer what it asks.';

const AUTHOR = { name: 'Agent Mission Control' };

const README = `# AMC for Claude Code

Agent Mission Control installed this folder. Its hooks write each event of a session to a file in the folder that
\`data-dir\` names; AMC reads them there. What asks a person also waits for an answer from AMC while AMC runs. The dialog
of a permission stays usable in the terminal meanwhile; those of a background agent and of an MCP server's form appear
some seconds later. The hooks send nothing over the network and never stop the agent.

Remove it with \`amc hooks uninstall\`. When you delete the folder by hand, end your Claude Code sessions before: those
that run complain of a missing folder at each event. To switch it off: \`claude plugin disable amc@skills-dir\`.
`;
