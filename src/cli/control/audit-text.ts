import type { AuditEntry } from '../../contract/audit.ts';
import { line } from '../format.ts';

/** A step of a command in a line: when, who, what, to whom, what became of it, why one can say so. */
export function auditLine(entry: AuditEntry): string {
  const { at, actor, what, sessionKey, sessionTitle, state, via, note, reason, evidence, commandId } = entry;
  return [
    timeText(at),
    state.padEnd('delivering'.length),
    actor?.by ?? '-',
    line(sessionTitle ?? sessionKey, 40),
    line(what, 80),
    ...(via === undefined ? [] : [`through ${line(via, 40)}`]),
    ...(note === undefined ? [] : [line(note, 120)]),
    ...(evidence === undefined ? [] : [`${evidence.source}: ${line(evidence.detail, 120)}`]),
    ...(reason === undefined ? [] : [`${line(reason.message, 160)} (${line(reason.code, 40)})`]),
    `[${line(commandId, 60)}]`,
  ].join('  ');
}

function timeText(at: number): string {
  const local = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  return `${day} ${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}`;
}
