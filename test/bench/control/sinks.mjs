import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from '../world.mjs';

/**
 * What stands for an agent in a pane: raw mode, bracketed paste, tells when which bytes came. Times are the machine's
 * monotonic clock, the same in every process.
 */
export const sinkProgram = `
import { connect } from 'node:net';
const [path, name] = process.argv.slice(2);
const line = connect(path);
const tell = (said) => line.write(JSON.stringify({ name, ...said }) + '\\n');
process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => tell({ at: String(process.hrtime.bigint()), text: bytes.toString() }));
process.stdout.write('\\x1b[?2004hREADY');
tell({ pid: process.pid });
`;

/** Listens to the sinks. */
export async function listenToSinks(dir) {
  const path = join(dir, 'sinks');
  const pids = new Map();
  const arrivals = new Map();
  const server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(JSON.parse(line));
    });
  });
  await new Promise((resolve) => server.listen(path, resolve));
  return {
    path,
    pidOf: (name) => until(() => pids.get(name), 15_000, `the sink ${name}`),
    /** When the mark was there, in ns of the monotonic clock. */
    arrival: (name, mark) =>
      until(() => arrivals.get(name)?.find(({ text }) => text.includes(mark))?.at, 15_000, `${mark} in ${name}`),
    close: () => server.close(),
  };

  function hear({ name, pid, at, text }) {
    if (pid !== undefined) pids.set(name, pid);
    else arrivals.set(name, [...(arrivals.get(name) ?? []), { at: BigInt(at), text }]);
  }
}
