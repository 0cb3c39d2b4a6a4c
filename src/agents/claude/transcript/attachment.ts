import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { blocksOf, resultText, text, type TranscriptRecord } from '../record.ts';
import { QUIET_ATTACHMENTS } from './attachment-types.ts';
import { fitted, FOLDED, HIDDEN, note, shown, UNKNOWN, type Outcome } from './outcome.ts';
import { spoken } from './user.ts';

/** What was laid beside a message: mostly context for the model. FORMAT.md, "Attachments". */
export function readAttachment({ attachment }: TranscriptRecord, page: boolean): Outcome {
  if (attachment === null) return UNKNOWN;
  const { type = '', prompt, originKind, value } = attachment;
  switch (type) {
    case 'queued_command':
      return shown(spoken(blocksOf(prompt), { kind: originKind, source: 'queued', page }));
    case 'hook_permission_decision':
    case 'task_reminder':
    case 'todo_reminder':
      return FOLDED;
    case 'file':
    case 'pdf_reference':
    case 'mcp_resource':
    case 'directory':
    case 'selected_lines_in_ide':
      return attachedFile(type, value);
    case 'plan_mode':
    case 'auto_mode':
      return value.reminderType === 'sparse' || value.isSubAgent === true ? HIDDEN : modeNote(type);
    case 'plan_mode_reentry':
    case 'plan_mode_exit':
    case 'auto_mode_exit':
      return modeNote(type);
    case 'max_turns_reached':
      return shown([note('other', `Stopped after ${wordOf(value.maxTurns)} turns`)]);
    case 'task_status':
      return shown([
        note('task', [text(value.description), text(value.status), text(value.deltaSummary)].filter(isWord).join(': ')),
      ]);
    case 'goal_status':
      return goalStatus(value);
    case 'teammate_mailbox':
      return mailbox(value, page);
  }
  const hook = hookText(type, value);
  if (hook !== undefined) return hook.trim() === '' ? HIDDEN : shown([note('hook', fitted(hook, page))]);
  return QUIET_ATTACHMENTS.has(type) ? HIDDEN : UNKNOWN;
}

function attachedFile(type: string, value: JsonObject): Outcome {
  const path = text(value.filename) ?? text(value.path) ?? text(value.uri);
  const name = text(value.displayPath) ?? path;
  if (name === undefined) return HIDDEN;
  const outcome = shown([note('other', `Attached ${name}`)]);
  return type === 'file' && path !== undefined ? { ...outcome, touched: [{ path, how: 'read' }] } : outcome;
}

const MODES: Readonly<Record<string, string>> = {
  plan_mode: 'Plan mode',
  plan_mode_reentry: 'Plan mode again',
  plan_mode_exit: 'Plan mode ended',
  auto_mode: 'Auto mode',
  auto_mode_exit: 'Auto mode ended',
};

function modeNote(type: string): Outcome {
  return shown([note('mode', MODES[type] ?? type)]);
}

/** What a hook did that a person should know; undefined: this is not about a hook. */
function hookText(type: string, value: JsonObject): string | undefined {
  const name = text(value.hookName) ?? text(value.hookEvent) ?? 'A';
  switch (type) {
    case 'hook_blocking_error': {
      const { blockingError: error } = value;
      const reason = isJsonObject(error) ? text(error.blockingError) : text(error);
      return `${name} hook blocked: ${reason ?? ''}`.trim();
    }
    case 'hook_non_blocking_error':
      return `${name} hook failed: ${text(value.stderr) ?? text(value.stdout) ?? ''}`.trim();
    case 'hook_error_during_execution':
      return `${name} hook failed: ${resultText(value.content)}`.trim();
    case 'hook_stopped_continuation':
      return `${name} hook stopped the turn: ${text(value.message) ?? ''}`.trim();
    case 'hook_cancelled':
      return `${name} hook was cancelled`;
    case 'hook_system_message':
      return `${name} hook says: ${resultText(value.content)}`.trim();
    case 'async_hook_response': {
      const message = isJsonObject(value.response) ? text(value.response.systemMessage) : undefined;
      return message === undefined ? '' : `${name} hook says: ${message}`;
    }
    default:
      return undefined;
  }
}

function goalStatus({ met, failed, condition, reason }: JsonObject): Outcome {
  const goal = text(condition);
  if (goal === undefined) return HIDDEN;
  const state = met === true ? 'Goal reached' : failed === true ? 'Goal given up' : 'Goal not reached yet';
  return shown([note('other', [`${state}: ${goal}`, text(reason)].filter(isWord).join('\n'))]);
}

function mailbox({ messages }: JsonObject, page: boolean): Outcome {
  const said = (Array.isArray(messages) ? messages : []).filter(isJsonObject).flatMap(({ from, text: words }) => {
    const told = text(words);
    return told === undefined ? [] : [note('task', fitted(`${text(from) ?? 'A teammate'}: ${told}`, page))];
  });
  return shown(said);
}

function isWord(word: string | undefined): word is string {
  return word !== undefined && word !== '';
}

function wordOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : 'too many';
}
