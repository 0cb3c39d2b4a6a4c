import { spawn } from 'node:child_process';
import { root } from '../paths.mjs';
import { failed, unavailable } from './report.mjs';

const NO_NETWORK =
  /EAI_AGAIN|ENOTFOUND|ENETUNREACH|ETIMEDOUT|ECONNREFUSED|could not resolve|temporary failure|failed to resolve|couldn't connect|network is unreachable/i;

/**
 * Runs an installer silently.
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function attempt(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** A machine without a network could not have done it; on any other, show what the installer said. */
export function explainFailure(item, what, output) {
  if (NO_NETWORK.test(output)) return unavailable(item, `${what}: no network`);
  process.stderr.write(output);
  return failed(item, `${what}; the messages above say why`);
}
