import type { News } from './observe.ts';

/** The name a thread has by the index of names, told when AMC learns of the thread. */
export function titled(name: string, at: number): News {
  return { type: 'described', source: 'transcript', at, facts: { title: { text: name, rank: 2 } } };
}

/** A name was written into the index of names: the receipt of the command that asked for it. */
export function renamed(name: string, at: number): News {
  const detail = 'the index of the threads holds this name';
  return { type: 'done', source: 'transcript', at, action: 'rename', value: name, detail };
}

/** Two files claim to be the record of one thread. */
export function twins(threadId: string, path: string, others: readonly string[], at: number): News {
  const message = `${others.length + 1} rollouts have the id ${threadId}; the newest is shown. The others: ${others.join(', ')}`;
  return { type: 'problem', source: 'transcript', at, problem: { code: 'same_id_twice', message, place: path, at } };
}
