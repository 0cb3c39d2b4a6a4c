import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { EnvironmentError, UserError } from '../contract/errors.ts';
import { Calls, serveCalls, type Wire } from './worker-rpc.ts';

interface Api {
  double(value: number): number;
  later(text: string): Promise<string>;
  refuse(what: 'user' | 'bug'): never;
  give(length: number): Uint8Array;
  hang(): Promise<void>;
}

const channels: MessageChannel[] = [];

afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

function connect() {
  const channel = new MessageChannel();
  channels.push(channel);
  const events: string[] = [];
  const tell = serveCalls<Api, string>(
    wireOf(channel.port2),
    {
      double: (value) => 2 * value,
      later: async (text) => `${text}!`,
      refuse: (what) => {
        if (what === 'bug') throw new TypeError('not a function');
        throw new UserError({ code: 'no', message: 'No.', next: 'Ask again.', place: { from: 1, to: 2 } });
      },
      give: (length) => new Uint8Array(length),
      hang: () => new Promise(() => undefined),
    },
    {
      transfers: (value) => (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : []),
    },
  );
  return { calls: new Calls<Api, string>(wireOf(channel.port1), (event) => events.push(event)), tell, events };
}

function wireOf(port: MessageChannel['port1']): Wire {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    listen: (listener) => void port.on('message', listener),
  };
}

describe('calls between threads', () => {
  it('are answered, whatever the order', async () => {
    const { calls } = connect();
    expect(await Promise.all([calls.call('later', 'a'), calls.call('double', 21), calls.call('give', 3)])).toEqual([
      'a!',
      42,
      new Uint8Array(3),
    ]);
    expect(calls.open).toBe(0);
  });

  it('fail with the error of the other side, of its class, with code, next step and place', async () => {
    const { calls } = connect();
    const error = await calls.call('refuse', 'user').catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'no', message: 'No.', next: 'Ask again.', place: { from: 1, to: 2 } });
    await expect(calls.call('refuse', 'bug')).rejects.toThrow('not a function');
  });

  it('carry events that nobody asked for, in their order', async () => {
    const { calls, tell, events } = connect();
    tell('one');
    tell('two');
    await calls.call('double', 1);
    expect(events).toEqual(['one', 'two']);
  });

  it('fail when the other side is gone, those that wait and those that come', async () => {
    const { calls } = connect();
    const open = calls.call('hang', null);
    calls.close(new EnvironmentError({ code: 'gone', message: 'Gone.' }));
    await expect(open).rejects.toMatchObject({ code: 'gone' });
    await expect(calls.call('double', 1)).rejects.toMatchObject({ code: 'gone' });
  });
});
