import type { ConversationItem, FileChange } from '../../../contract/conversation.ts';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session } from '../../../contract/session.ts';
import type { ToolUse } from '../../../core/conversation/turns.ts';
import type { Subagent } from './step.ts';

/** What stands above a conversation. `detail` is null while the index does not know the session yet. */
export interface ExportHead {
  session: Session;
  detail: HistoryDetail | null;
  exportedAt: number;
}

/** Facts about the conversation, as label and value. */
export function factsOf({ session, detail, exportedAt }: ExportHead): [string, string][] {
  const facts: [string, string | undefined][] = [
    ['Session', session.key],
    ['Folder', session.project.dir],
    ['Branch', session.project.branch],
    ['Model', detail === null ? session.model : detail.models.join(', ')],
    ['Agent', [session.agent, session.agentVersion].filter((text) => text !== undefined).join(' ')],
    ['Began', session.startedAt === undefined ? undefined : timeOf(session.startedAt)],
    ['Last record', timeOf(session.lastActivityAt)],
    ['Exported', timeOf(exportedAt)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
}

/** `2026-01-02 03:04:05 UTC`. */
export function timeOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? 'unknown' : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export function toolTitle({ call, result }: ToolUse): string {
  const what = call === null ? 'Result of an earlier call' : `${call.tool}: ${call.summary}`;
  return result?.ok === false ? `${what} (failed)` : what;
}

export function subagentTitle({ agentId, role, description }: Subagent): string {
  return ['Subagent', role, description ?? agentId].filter((text) => text !== undefined).join(' · ');
}

/** Views of calls with more input may be cut; the input itself never is. */
const MAX_DIFF_INPUT = 8_000;

/** What a call was given: small changes to files as diffs, else its input. */
export function inputOf(call: Extract<ConversationItem, { kind: 'tool_call' }>): { language: string; text: string } {
  return call.view?.type === 'edit' && call.view.files.length > 0 && call.input.length <= MAX_DIFF_INPUT
    ? { language: 'diff', text: call.view.files.map(diffOf).join('\n') }
    : { language: '', text: call.input };
}

function diffOf({ path, change, movedTo, before, after, diff }: FileChange): string {
  const name = movedTo === undefined ? path : `${path} → ${movedTo}`;
  const head = `${change} ${name}`;
  if (diff !== undefined) return `${head}\n${diff}`;
  return [head, ...marked('-', before), ...marked('+', after)].join('\n');
}

function marked(mark: string, text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  // A last line feed ends a line; it does not begin another one.
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => `${mark}${line}`);
}

/** What stands beside a text, e.g. that it was queued, or which files came with it. */
export function asides(item: ConversationItem): string[] {
  if (item.kind !== 'prompt') return [];
  const { images, files = [], via } = item;
  return [
    ...(via === undefined || via === 'typed' ? [] : [via]),
    ...(images === 0 ? [] : [images === 1 ? '1 image' : `${images} images`]),
    ...files,
  ];
}
