import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProcessTable } from '../../../src/platform/process-table.ts';
import { run } from '../../../src/platform/subprocess.ts';
import type { TerminalAdapter } from '../../../src/ports/terminal.ts';
import { createZellij } from '../../../src/terminals/zellij/adapter.ts';
import { until } from './zellij-machine.ts';

/**
 * Answers listings like a session with one pane (terminal_0), notes what it is asked, and misbehaves as told:
 * `mute`: says nothing any more once something is written · `hang-up`: ends the connection at a write ·
 * `hang-up-first`: ends every second connection at its first question · `garbage`: answers what is no message.
 */
const serverProgram = `
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
const [, , behaviour, notes, , socketPath] = process.argv;
const pane = { id: 0, is_plugin: false, title: 't', exited: false, is_held: false, tab_id: 0, tab_name: 'T', pane_x: 0, pane_y: 0,
  pane_content_x: 0, pane_content_y: 0, pane_content_rows: 10, pane_content_columns: 80 };
const replies = { 98: JSON.stringify([pane]), 104: JSON.stringify([{ tab_id: 0, is_sync_panes_active: false }]) };
const names = { 98: 'panes', 104: 'tabs', 100: 'write', 109: 'paste' };
const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >> 7)]);
const field = (number, bytes) => Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length), ...bytes]);
const frame = (bytes) => Buffer.concat([Buffer.from(new Uint32Array([bytes.length]).buffer), bytes]);
const readVarint = (b, at) => { let v = 0, s = 0, x; do { x = b[at++]; v += (x & 127) * 2 ** s; s += 7; } while (x > 127); return [v, at]; };
/** action{ Action{ <number>: … } }: three tags in. */
const actionOf = (b) => { let at = readVarint(b, 0)[1]; at = readVarint(b, at)[1]; at = readVarint(b, at)[1]; at = readVarint(b, at)[1]; return readVarint(b, at)[0] >> 3; };
let mute = false;
let connections = 0;
createServer((socket) => {
  const number = connections++;
  let buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 4 && buffer.length >= 4 + buffer.readUInt32LE(0)) {
      const length = buffer.readUInt32LE(0);
      const action = actionOf(buffer.subarray(4, 4 + length));
      buffer = buffer.subarray(4 + length);
      appendFileSync(notes, names[action] + '\\n');
      const writes = action === 100 || action === 109;
      if (behaviour === 'hang-up-first' && number % 2 === 1) return socket.destroy();
      if (writes && behaviour === 'hang-up') return socket.destroy();
      if (writes && behaviour === 'mute') mute = true;
      if (mute) continue;
      if (behaviour === 'garbage') { socket.write('HTTP/1.1 400 Bad Request'); continue; }
      if (replies[action]) socket.write(frame(field(5, field(1, Buffer.from(replies[action])))));
      socket.write(frame(field(2, Buffer.alloc(0))));
    }
  });
}).listen(socketPath);
`;

export interface FakeZellij {
  adapter: TerminalAdapter;
  /** What it was asked, in order. */
  notes(): Promise<string[]>;
  dispose(): Promise<void>;
}

export async function startFakeZellij(
  behaviour: 'mute' | 'hang-up' | 'hang-up-first' | 'garbage',
): Promise<FakeZellij> {
  const dir = await mkdtemp(join(tmpdir(), 'amc-fz'));
  const sockets = join(dir, 's/contract_version_1');
  const [program, server, notesFile, socketPath] = [
    join(dir, 'zellij'),
    join(dir, 'server.mjs'),
    join(dir, 'notes'),
    join(sockets, 'fake'),
  ];
  await mkdir(sockets, { recursive: true });
  await writeFile(server, serverProgram);
  await writeFile(notesFile, '');
  await symlink(process.execPath, program);
  const child: ChildProcess = spawn(program, [server, behaviour, notesFile, '--server', socketPath], {
    stdio: 'ignore',
  });
  const table = createProcessTable();
  const argv = async (pid: number): Promise<readonly string[]> => (pid === child.pid ? table.argv(pid) : []);
  const adapter = createZellij({
    run,
    processTable: { ...table, argv },
    clock: Date.now,
    socketDirs: [join(dir, 's')],
    zellijBin: '/nowhere/zellij',
    timeoutMs: 500,
  });
  await until(
    () =>
      stat(socketPath).then(
        () => true,
        () => false,
      ),
    'the fake server',
  );
  return {
    adapter,
    notes: async () => (await readFile(notesFile, 'utf8')).split('\n').filter((line) => line !== ''),
    async dispose() {
      await adapter.dispose();
      child.kill('SIGKILL');
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
