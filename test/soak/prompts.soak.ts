import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Command } from '../../src/contract/command.ts';
import { amc, AmcProcess } from '../helpers/amc-process.ts';
import type { Claude } from '../rig/claude.ts';
import type { Codex } from '../rig/codex.ts';
import { withRig, type Rig } from '../rig/rig.ts';
import { disturb, DRAFT } from './disturb.ts';
import { promptsOf } from './recorded.ts';
import { shapes, type Shape } from './shapes.ts';

const PROMPTS = Number(process.env['AMC_SOAK_PROMPTS'] ?? 200);
const SETTLE_MS = 40_000;

interface Target {
  name: string;
  agent: Claude | Codex;
  key: string;
  /** Typed to; the others have a channel of their own. */
  isTyped: boolean;
}

interface Sent {
  shape: Shape;
  mark: string;
  text: string;
  target: Target;
  command: Command;
}

test(`${PROMPTS} prompts of ${shapes.length} shapes to 8 agents at once`, async () => {
  await withRig({ mux: 'tmux', beside: ['zellij'] }, async (rig) => {
    mkdirSync(join(rig.home, '.claude'), { recursive: true });
    await amc(rig.env, 'hooks', 'install', '--yes');
    const running = await AmcProcess.start(rig.env);
    try {
      const targets = await startAgents(rig, running);
      const stop = new AbortController();
      const agents = targets.map(({ agent }) => agent);
      const disturbing = process.env['AMC_SOAK_QUIET'] === undefined ? disturb(rig, agents, stop.signal) : null;
      const sent = (
        await Promise.all(targets.map((target, index) => sendTo(running, target, index, targets.length)))
      ).flat();
      stop.abort();
      await disturbing;
      const verdicts = sent.map((one) => ({ ...one, ...judge(one, targets) }));
      publish(verdicts, targets);
      const wrong = verdicts.filter(({ fault }) => fault !== null);
      expect(
        wrong.map(({ shape, mark, target, fault }) => `${shape.name} ${mark} to ${target.name}: ${fault}`),
      ).toEqual([]);
      // A person's own line was never sent by itself; what came between the last look and Enter is counted above.
      const isOnlyDraft = (text: string) => text.includes(DRAFT) && !/q\d{4}z/.test(text);
      const drafts = targets.filter(({ agent }) => promptsOf(agent).some(isOnlyDraft));
      expect(drafts.map(({ name }) => name)).toEqual([]);
    } finally {
      await running.stop();
    }
  });
});

const MUXES = ['tmux', 'zellij'] as const;

async function startAgents(rig: Rig, running: AmcProcess): Promise<Target[]> {
  // Trust is written down before the first agent runs: Claude writes the same file.
  const folder = new Map(
    MUXES.flatMap((mux) =>
      ['claude 1', 'claude 2', 'codex', 'codex --no-daemon'].map((name) => `${name} in ${mux}`),
    ).map((name) => [name, rig.projectDir(name.replaceAll(/\W+/g, '-'))] as const),
  );
  const targets: Target[] = [];
  for (const beside of MUXES) {
    for (const n of [1, 2]) {
      const name = `claude ${n} in ${beside}`;
      const claude = await rig.startClaude({ cwd: folder.get(name) ?? '', beside });
      targets.push(await targetOf(running, name, claude, claude.sessionId));
    }
    for (const args of [[], ['--no-daemon']]) {
      const name = `${['codex', ...args].join(' ')} in ${beside}`;
      const codex = await rig.startCodex({ cwd: folder.get(name) ?? '', beside, args });
      targets.push(await targetOf(running, name, codex, codex.threadId));
    }
  }
  return targets;
}

async function targetOf(running: AmcProcess, name: string, agent: Claude | Codex, id: string): Promise<Target> {
  const { key, prompt } = await running.session(
    `is ${name} and takes prompts`,
    (session) => session.id === id && session.prompt.channel !== 'none',
    60_000,
  );
  return { name, agent, key, isTyped: prompt.channel === 'keystrokes' };
}

/** One after the other to one agent; the agents side by side. */
async function sendTo(running: AmcProcess, target: Target, first: number, step: number): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let n = first; n < PROMPTS; n += step) {
    // Every agent meets every shape, each in another order.
    const shape = shapes[(Math.floor(n / step) + first * 5) % shapes.length] as Shape;
    const mark = `q${String(n).padStart(4, '0')}z`;
    const text = shape.text(mark);
    const command = await running.command(target.key, { type: 'prompt', text }, SETTLE_MS);
    sent.push({ shape, mark, text, target, command });
  }
  return sent;
}

type Outcome = 'confirmed' | 'refused' | 'unknown' | 'failed' | 'pending';

/** What the agents' own records say of one prompt, against what AMC said of it. */
function judge(
  { shape, mark, text, target, command }: Sent,
  targets: readonly Target[],
): { outcome: Outcome; changed: string | null; fault: string | null } {
  const { state } = command.delivery;
  const outcome: Outcome =
    state === 'confirmed' || state === 'refused' || state === 'unknown' || state === 'failed' ? state : 'pending';
  const elsewhere = targets.filter(
    (other) => other !== target && promptsOf(other.agent).some((said) => said.includes(mark)),
  );
  const copies = promptsOf(target.agent).filter((said) => said.includes(mark));
  const changed = copies[0] === undefined ? null : differenceOf(copies[0].trim(), asWritten(text, target).trim());
  return { outcome, changed, fault: faultOf() };

  function faultOf(): string | null {
    if (elsewhere.length > 0) return `arrived at ${elsewhere.map(({ name }) => name).join(', ')}`;
    if (copies.length > 1) return `arrived ${copies.length} times`;
    const [copy] = copies;
    // What is said to be unknown may have met a person's keys; it is counted, and its difference printed.
    if (changed !== null && outcome !== 'unknown') return `${outcome}, but it arrived changed: ${changed}`;
    if (outcome === 'confirmed' && copy === undefined) return 'confirmed, but not in the records';
    if ((outcome === 'refused' || outcome === 'failed') && copy !== undefined) return `${outcome}, but it arrived`;
    if (outcome === 'pending') return `not settled: ${state}`;
    if (shape.fate === 'refused' && target.isTyped && outcome !== 'refused')
      return `${outcome}, should have been refused`;
    return null;
  }
}

/** The place where two texts begin to differ; null: they do not. */
function differenceOf(copy: string, text: string): string | null {
  if (copy === text) return null;
  const at = [...copy].findIndex((letter, index) => letter !== [...text][index]);
  const from = at === -1 ? Math.min(copy.length, text.length) : at;
  return `at ${from}: ${JSON.stringify(copy.slice(from, from + 80))} for ${JSON.stringify(text.slice(from, from + 80))}`;
}

/** Claude Code writes pasted tabs down as four blanks each, and AMC's receipt says so. */
function asWritten(text: string, { agent }: Target): string {
  return 'threadId' in agent ? text : text.replaceAll('\t', '    ');
}

/** From the click to the agent's own record of it. */
function waitOf(target: Target, verdicts: readonly Verdict[]): string {
  const waits = verdicts
    .filter((verdict) => verdict.target === target && verdict.outcome === 'confirmed')
    .map(({ command }) => (command.delivery.steps.at(-1)?.at ?? 0) - command.createdAt)
    .toSorted((a, b) => a - b);
  const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  return `| ${[target.name, waits.length, Math.round(at(0.5)), Math.round(at(0.99))].join(' | ')} |`;
}

type Verdict = Sent & ReturnType<typeof judge>;

function publish(verdicts: readonly Verdict[], targets: readonly Target[]): void {
  const rows = shapes.map((shape) => {
    const own = verdicts.filter((verdict) => verdict.shape === shape);
    const count = (outcome: Outcome) => own.filter((verdict) => verdict.outcome === outcome).length;
    const changed = own.filter((verdict) => verdict.changed !== null).length;
    const cells = [own.length, count('confirmed'), count('refused'), count('unknown'), count('failed'), changed];
    return `| ${[shape.name, ...cells, own.filter(({ fault }) => fault !== null).length].join(' | ')} |`;
  });
  const reasons = verdicts
    .filter(({ shape, outcome }) => outcome !== 'confirmed' && !(shape.fate === 'refused' && outcome === 'refused'))
    .map(
      ({ shape, target, command, changed }) =>
        `- ${shape.name}, ${target.name}: ${command.delivery.state}, ${command.delivery.reason?.message ?? ''}` +
        (changed === null ? '' : ` It arrived changed ${changed}.`),
    );
  const text = [
    '| shape | sent | confirmed | refused | unknown | failed | changed | faults |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    '| agent | confirmed | p50 ms | p99 ms |',
    '|---|---|---|---|',
    ...targets.map((target) => waitOf(target, verdicts)),
    '',
    ...reasons,
    '',
  ].join('\n');
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/soak.md', text);
  console.log(text);
}
