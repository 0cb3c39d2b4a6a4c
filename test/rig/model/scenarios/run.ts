import { text, toolCall } from '../reply.ts';
import type { Turn } from '../turn.ts';

/** `BASH:<command>`: a command that needs the user's word (Claude asks by its mode, Codex because it asks to leave the sandbox). */
export function bash(turn: Turn, command: string) {
  if (turn.agent === 'claude') return toolCall('Bash', { command, description: 'Run what the test asked for' });
  const justification = 'The test asked for it';
  return toolCall('exec_command', { cmd: command, justification, sandbox_permissions: 'require_escalated' });
}

/** `RUN:<command>`: the same command without asking to leave the sandbox. */
export function run(turn: Turn, command: string) {
  return turn.agent === 'claude' ? bash(turn, command) : toolCall('exec_command', { cmd: command });
}

/** `TOOL:<name> <json>`: any tool, called as is. */
export function tool(argument: string) {
  const [, name = '', json = '{}'] = /^(\S+)\s*([\s\S]*)$/.exec(argument) ?? [];
  try {
    return toolCall(name, JSON.parse(json === '' ? '{}' : json));
  } catch {
    return text(`Expected TOOL:<name> <json>, got: ${argument}`);
  }
}
