import { randomBytes } from 'node:crypto';
import { encodeKey } from '../input.ts';
import type { StepWrite, WriteResult } from '../run-steps.ts';
import type { TmuxPane } from './panes.ts';
import { refuse, serverGone } from './refusal.ts';
import type { TmuxReply, TmuxServer } from './server.ts';
import { filteredPasteVersion, isAtLeast, parseVersion } from './version.ts';

export interface WriteOptions {
  server: TmuxServer;
  /** As it was seen just before; the write happens only if it is still so. */
  pane: TmuxPane;
  write: StepWrite;
  /** Asked when tmux found the pane changed: says what has changed. */
  explain(): Promise<WriteResult>;
}

/**
 * Puts bytes into a pane through a paste buffer, which reaches exactly this pane and no mode. The tmux server itself
 * checks the pane in the same turn it pastes in (`if-shell -F`). One call, never repeated. FORMAT.md, "Writing".
 */
export async function writeToPane({ server, pane, write, explain }: WriteOptions): Promise<WriteResult> {
  if (write.kind === 'paste' && write.text.includes('\n') && pane.bracketedPaste === false) {
    return refuse(
      'unsupported',
      'the program in this pane does not take pastes as a whole now, so every line would be sent by itself',
    );
  }
  const nonce = randomBytes(8).toString('hex');
  const buffer = `amc-${nonce}`;
  const reply = await server.call(
    [
      'load-buffer',
      '-b',
      buffer,
      '-',
      ';',
      'if-shell',
      '-F',
      '-t',
      pane.id,
      unchanged(pane),
      `paste-buffer ${pasteFlags(pane, write)} -b ${buffer} -t ${pane.id} ; display-message -p written-${nonce}`,
      `delete-buffer -b ${buffer} ; display-message -p refused-${nonce}`,
    ],
    bytesOf(write, pane),
  );
  return resultOf({ reply, nonce, explain, discard: () => server.discardBuffer(buffer) });
}

function bytesOf(write: StepWrite, pane: TmuxPane): Uint8Array {
  return write.kind === 'key'
    ? encodeKey(write.key, { applicationCursor: pane.applicationCursor })
    : Buffer.from(write.text);
}

/** -d: forget the buffer, -r: leave LF alone, -p: mark as a paste if the program asked for it, -S: leave control bytes of keys alone. */
function pasteFlags(pane: TmuxPane, write: StepWrite): string {
  if (write.kind === 'paste') return '-d -r -p';
  const version = parseVersion(pane.serverVersion);
  const filtered = version === null || isAtLeast(version, filteredPasteVersion);
  return filtered && write.kind === 'key' ? '-d -r -S' : '-d -r';
}

/** A tmux format that is 1 while the pane is the one that was seen, runs what it ran, and nothing stands against typing. */
function unchanged(pane: TmuxPane): string {
  const { command } = pane.info;
  const [serverPid, startTime = ''] = pane.info.ref.epoch.split(':');
  const conditions = [
    `#{==:#{pid},${serverPid}}`,
    `#{==:#{start_time},${startTime}}`,
    `#{==:#{pane_id},${pane.id}}`,
    `#{==:#{pane_pid},${pane.rootPid}}`,
    ...['pane_dead', 'pane_in_mode', 'pane_input_off', 'pane_synchronized'].map((flag) => `#{?${flag},0,1}`),
  ];
  // The name of the program in the foreground: closes the moment between the guard's look and the write. A name that would
  // need quoting in a format is left to the guard.
  if (command !== undefined && /^[\w. -]+$/.test(command)) conditions.push(`#{==:#{pane_current_command},${command}}`);
  return conditions.reduceRight((rest, condition) => `#{&&:${condition},${rest}}`);
}

/** Errors of the commands before the paste, or of the paste itself before it writes. */
const knownHarmless =
  /can't find (pane|window|session)|no buffer|target pane has exited|unknown (command|flag)|invalid flag|^usage: /;

async function resultOf({
  reply,
  nonce,
  explain,
  discard,
}: {
  reply: TmuxReply;
  nonce: string;
  explain: WriteOptions['explain'];
  discard: () => void;
}): Promise<WriteResult> {
  if (reply.outcome === 'gone') return serverGone;
  if (reply.outcome === 'not_asked') return refuse('not_answering', reply.message);
  if (reply.outcome === 'ok' || reply.outcome === 'error') {
    if (reply.lines.includes(`written-${nonce}`)) return { state: 'accepted' };
    if (reply.lines.includes(`refused-${nonce}`)) return explain();
  }
  discard();
  if (reply.outcome === 'error' && knownHarmless.test(reply.message))
    return refuse('upstream', `tmux said: ${reply.message}`);
  const said = reply.outcome === 'ok' ? 'tmux said neither that it typed nor that it did not' : reply.message;
  return { state: 'unknown', reason: said };
}
