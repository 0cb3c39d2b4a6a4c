import { describe, expect, it } from 'vitest';
import { Scheduler, type Task } from './scheduler.ts';

const task = (mtimeMs: number): Task => ({ mtimeMs: () => mtimeMs });

/** Whose turn it is until nothing is left; each is put back until it had `turns`. */
function drain(scheduler: Scheduler<Task>, turns: ReadonlyMap<Task, number>): Task[] {
  const order: Task[] = [];
  const had = new Map<Task, number>();
  for (let next = scheduler.next(); next !== null; next = scheduler.next()) {
    order.push(next.task);
    had.set(next.task, (had.get(next.task) ?? 0) + 1);
    if ((had.get(next.task) ?? 0) < (turns.get(next.task) ?? 1)) scheduler.add(next.task, next.lane, next.turns + 1);
  }
  return order;
}

describe('scheduler', () => {
  it('takes the newest of the backlog first, and gives a big one one turn a round', () => {
    const [old, big, young] = [task(1), task(3), task(2)];
    const scheduler = new Scheduler<Task>();
    for (const one of [old, big, young]) scheduler.add(one, 'backlog');
    expect(drain(scheduler, new Map([[big, 3]]))).toEqual([big, young, old, big, big]);
  });

  it('gives live tasks most turns, in the order of their hints, and the backlog some', () => {
    const scheduler = new Scheduler<Task>();
    const live = [task(1), task(2)];
    const backlog = Array.from({ length: 20 }, (_, at) => task(100 + at));
    for (const one of backlog) scheduler.add(one, 'backlog');
    for (const one of live) scheduler.add(one, 'live');
    const order = drain(scheduler, new Map(live.map((one) => [one, 6])));
    const first = order.slice(0, 16).filter((one) => live.includes(one));
    expect(first.length).toBeGreaterThanOrEqual(11);
    expect(first.slice(0, 4)).toEqual([live[0], live[1], live[0], live[1]]);
    expect(order).toHaveLength(32);
  });

  it('moves a task from the backlog to the live ones, and holds it once', () => {
    const scheduler = new Scheduler<Task>();
    const [one, other] = [task(1), task(2)];
    scheduler.add(one, 'backlog');
    scheduler.add(other, 'backlog');
    scheduler.add(one, 'live');
    scheduler.add(one, 'backlog');
    expect([scheduler.live, scheduler.backlog]).toEqual([1, 1]);
    expect(drain(scheduler, new Map()).toSorted((a, b) => a.mtimeMs() - b.mtimeMs())).toEqual([one, other]);
  });

  it('forgets a task that was removed, also when it comes back', () => {
    const scheduler = new Scheduler<Task>();
    const one = task(1);
    scheduler.add(one, 'backlog');
    scheduler.remove(one);
    expect(scheduler.next()).toBeNull();
    scheduler.add(one, 'backlog');
    expect(drain(scheduler, new Map())).toEqual([one]);
  });
});
