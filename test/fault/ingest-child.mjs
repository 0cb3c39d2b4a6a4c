/**
 * The thread that writes the index, in a process of its own, for faults that strike a process: reads all there is,
 * prints one line of JSON (`{}` or `{ code, message }`), and ends.
 */
import { Worker } from 'node:worker_threads';

const [entry, dataDir, home] = process.argv.slice(2);
const worker = new Worker(entry, { workerData: { role: 'ingest', dataDir, env: { HOME: home }, entry: null } });
const answers = new Map();
worker.on('message', (message) => answers.get(message.id)?.(message.error ?? {}));
worker.on('error', (error) => end({ code: error.code ?? 'thread_ended', message: error.message }));

const call = (id, method) =>
  new Promise((resolve) => {
    answers.set(id, resolve);
    worker.postMessage({ type: 'call', id, method, argument: null }, []);
  });

const outcome = await call(1, 'settle');
await call(2, 'stop');
end(outcome);

function end({ code, message }) {
  process.stdout.write(`${JSON.stringify({ code, message })}\n`, () => process.exit(0));
}
