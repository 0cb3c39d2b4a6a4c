import { isJsonObject, type JsonObject } from '../../lib/json.ts';

/** What Codex may do by itself, and whom it asks, as its settings say it. `null`: not said. */
export interface Settings {
  model: string | null;
  effort: string | null;
  mode: string | null;
}

type Sandbox = 'read-only' | 'workspace-write' | 'danger-full-access' | 'external';

interface Preset {
  id: string;
  label: string;
  /** The named permission profile of the server, and what goes with it. */
  profile: string;
  sandbox: Sandbox;
  approval: string;
  reviewer: string;
}

/** The presets of Codex's own `/permissions`, by its own words (FORMAT.md §8). */
const PRESETS: readonly Preset[] = [
  preset('ask-for-approval', 'Ask for approval', 'workspace-write', 'on-request', 'user'),
  preset('approve-for-me', 'Approve for me', 'workspace-write', 'on-request', 'auto_review'),
  preset('full-access', 'Full Access', 'danger-full-access', 'never', 'user'),
  preset('read-only', 'Read Only', 'read-only', 'on-request', 'user'),
];
export const PLAN = 'plan';

export const MODE_CHOICES: readonly { id: string; label: string }[] = [
  ...PRESETS.map(({ id, label }) => ({ id, label })),
  { id: PLAN, label: 'Plan' },
];

/** The settings that a preset stands for, as `thread/settings/update` takes them; null when it is none. */
export function presetSettings(mode: string): JsonObject | null {
  const found = PRESETS.find(({ id }) => id === mode);
  if (found === undefined) return null;
  return { permissions: found.profile, approvalPolicy: found.approval, approvalsReviewer: found.reviewer };
}

/** Label of a mode in Codex's own menu. */
export function presetLabel(mode: string): string | null {
  return PRESETS.find(({ id }) => id === mode)?.label ?? null;
}

/** `thread/settings/updated`, and the reply to `thread/resume`, which names the sandbox otherwise. */
export function settingsOfServer(said: JsonObject): Settings {
  const policy = said['sandboxPolicy'] ?? said['sandbox'];
  const sandbox = isJsonObject(policy) ? (SERVER_SANDBOX[String(policy['type'])] ?? null) : null;
  return {
    model: word(said['model']),
    effort: word(said['effort']) ?? word(said['reasoningEffort']),
    mode: modeOf({
      collaboration: said['collaborationMode'],
      sandbox,
      approval: said['approvalPolicy'],
      reviewer: said['approvalsReviewer'],
    }),
  };
}

/** `thread_settings` of the record `thread_settings_applied`, or a `turn_context`. */
export function settingsOfRecord(said: JsonObject): Settings {
  const collaboration = said['collaboration_mode'];
  const nested =
    isJsonObject(collaboration) && isJsonObject(collaboration['settings']) ? collaboration['settings'] : {};
  return {
    model: word(said['model']),
    effort: word(said['effort']) ?? word(said['reasoning_effort']) ?? word(nested['reasoning_effort']),
    mode: modeOf({
      collaboration,
      sandbox: sandboxOfRecord(said),
      approval: said['approval_policy'],
      reviewer: said['approvals_reviewer'],
    }),
  };
}

const SERVER_SANDBOX: Readonly<Record<string, Sandbox>> = {
  readOnly: 'read-only',
  workspaceWrite: 'workspace-write',
  dangerFullAccess: 'danger-full-access',
  externalSandbox: 'external',
};
const RECORDED_SANDBOX = new Set<string>(['read-only', 'workspace-write', 'danger-full-access']);

/** Named (`sandbox_policy`) in a `turn_context`; else told by the profile, of which the entries say what may be written. */
function sandboxOfRecord({ sandbox_policy: policy, permission_profile: profile }: JsonObject): Sandbox | null {
  const named = isJsonObject(policy) ? String(policy['type']) : null;
  if (named !== null && RECORDED_SANDBOX.has(named)) return named as Sandbox;
  if (!isJsonObject(profile)) return null;
  if (profile['type'] === 'disabled') return 'danger-full-access';
  if (profile['type'] === 'external') return 'external';
  const files = profile['file_system'];
  const entries = isJsonObject(files) && Array.isArray(files['entries']) ? files['entries'] : null;
  if (entries === null) return null;
  const writes = entries.some((entry) => isJsonObject(entry) && entry['access'] === 'write');
  return writes ? 'workspace-write' : 'read-only';
}

/** A combination that is no preset is told by its parts: Codex calls it by no name either. */
function modeOf(said: {
  collaboration: unknown;
  sandbox: Sandbox | null;
  approval: unknown;
  reviewer: unknown;
}): string | null {
  if (isJsonObject(said.collaboration) && said.collaboration['mode'] === PLAN) return PLAN;
  const { sandbox } = said;
  const approval = isJsonObject(said.approval) ? 'granular' : word(said.approval);
  if (sandbox === null || approval === null) return null;
  const reviewer = word(said.reviewer) ?? 'user';
  const found = PRESETS.find(
    (one) => one.sandbox === sandbox && one.approval === approval && one.reviewer === reviewer,
  );
  return found?.id ?? [sandbox, approval, ...(reviewer === 'user' ? [] : [reviewer])].join(', ');
}

function preset(id: string, label: string, sandbox: Sandbox, approval: string, reviewer: string): Preset {
  const profile = sandbox === 'workspace-write' ? ':workspace' : `:${sandbox}`;
  return { id, label, profile, sandbox, approval, reviewer };
}

function word(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
