import { describe, expect, it } from 'vitest';
import { HelpersWatch } from './helpers-watch.ts';
import { RegistryEntry } from './registry-entry.ts';
import type { Told } from './tell.ts';

function watch() {
  const told: string[] = [];
  const helpers = new HelpersWatch((each: Told) => {
    if (each.type !== 'described') return;
    const { subagents, backgroundTasks } = each.facts.vitals ?? {};
    told.push(`${subagents}/${backgroundTasks}`);
  });
  const registry = (status: string, at: number) =>
    helpers.registrySaid(RegistryEntry.parse({ pid: 1, sessionId: 's', procStart: '1', status, statusUpdatedAt: at }));
  return { helpers, registry, now: () => told.at(-1), told };
}

const agent = (id: string) => ({ id, type: 'subagent', status: 'running' });
const shell = { id: 'b1', type: 'shell', status: 'running' };

describe('HelpersWatch', () => {
  it('knows nothing without hooks', () => {
    const { registry, told } = watch();
    registry('idle', 1);
    expect(told).toEqual([]);
  });

  it('believes the end of a turn before what it heard', () => {
    const { helpers, now } = watch();
    helpers.started(1);
    helpers.agentStarted('a', 2);
    helpers.agentStarted('b', 3);
    expect(now()).toBe('2/0');
    helpers.turnEnded([agent('b'), agent('c'), shell], 4);
    expect(now()).toBe('2/1');
    helpers.agentStopped('c', 5);
    expect(now()).toBe('1/1');
  });

  it('says nothing of commands in the background where the version does not', () => {
    const { helpers, now } = watch();
    helpers.agentStarted('a', 1);
    helpers.turnEnded(undefined, 2);
    expect(now()).toBe('1/undefined');
  });

  it('is told by the registry what sent no word: a stopped agent, a killed shell', () => {
    const { helpers, registry, now } = watch();
    helpers.agentStarted('a', 1);
    helpers.turnEnded([agent('a'), shell], 2);
    registry('shell', 3);
    expect(now()).toBe('0/1');
    registry('idle', 4);
    expect(now()).toBe('0/0');
    registry('busy', 5);
    expect(now()).toBe('0/0');
  });

  it('is not misled by a registry that is idle for a moment, nor by an old word of it', () => {
    const { helpers, registry, now } = watch();
    helpers.turnEnded([shell], 5);
    registry('idle', 6);
    registry('shell', 7);
    expect(now()).toBe('0/1');
    helpers.agentStarted('a', 9);
    registry('idle', 8);
    expect(now()).toBe('1/0');
  });
});
