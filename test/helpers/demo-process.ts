import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../rig/wait-for.ts';

const main = process.env['AMC_CLI'] ?? fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** A running `amc --demo`, in the given environment. */
export class DemoProcess {
  readonly #child: ChildProcess;
  readonly #output: string[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.#output.push(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => this.#output.push(chunk.toString()));
  }

  static async start(env: Record<string, string>, args: readonly string[] = []): Promise<DemoProcess> {
    const child = spawn(process.execPath, [main, '--demo', '--no-open', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const demo = new DemoProcess(child);
    await waitFor(() => /#code=\S+/.exec(demo.output)?.[0], {
      what: 'the demo to print its link',
      context: () => demo.output,
    });
    return demo;
  }

  get output(): string {
    return this.#output.join('');
  }

  /** Lets a browser in, once. */
  get link(): string {
    return /http:\/\/127\.0\.0\.1:\d+\/login#code=\S+/.exec(this.output)?.[0] ?? '';
  }

  get url(): string {
    return new URL(this.link).origin;
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    this.#child.kill('SIGINT');
    const [code] = (await once(this.#child, 'exit')) as [number | null];
    return code;
  }
}
