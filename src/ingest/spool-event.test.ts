import { describe, expect, it } from 'vitest';
import { parseSpoolEvent } from './spool-event.ts';

const PAYLOAD = '{"session_id":"s1","hook_event_name":"Stop"}';

function file(payload: string | Buffer, ...header: string[]): Buffer {
  return Buffer.concat([Buffer.from(['amc1', ...header, '', ''].join('\0')), Buffer.from(payload)]);
}

const parse = (bytes: Buffer) => parseSpoolEvent({ bytes, name: '1.0@5', at: 7 });

it('reads the header and the payload', () => {
  expect(parse(file(PAYLOAD, 'TMUX_PANE=%1', 'TMUX=', 'CLAUDE_PROJECT_DIR=/a=b\nc d'))).toEqual({
    ok: true,
    event: {
      name: '1.0@5',
      agent: 'claude',
      sessionId: 's1',
      event: 'Stop',
      at: 7,
      env: { TMUX_PANE: '%1', TMUX: '', CLAUDE_PROJECT_DIR: '/a=b\nc d' },
      payload: { session_id: 's1', hook_event_name: 'Stop' },
    },
  });
});

it('takes the agent from the header, and an event it has never heard of', () => {
  const parsed = parse(file('{"session_id":"s1","hook_event_name":"SomethingNew","x":1}\n', 'AMC_AGENT=codex'));
  expect(parsed).toMatchObject({ ok: true, event: { agent: 'codex', event: 'SomethingNew', payload: { x: 1 } } });
});

it('takes a variable that is not UTF-8, as paths may be', () => {
  const bytes = Buffer.concat([
    Buffer.from('amc1\0CLAUDE_PROJECT_DIR=/a'),
    Buffer.from([0xff, 0, 0]),
    Buffer.from(PAYLOAD),
  ]);
  expect(parse(bytes)).toMatchObject({ ok: true, event: { env: { CLAUDE_PROJECT_DIR: '/a\ufffd' } } });
});

describe('says where and why it is no event:', () => {
  const cases: [what: string, bytes: Buffer, offset: number, reason: string][] = [
    ['empty', Buffer.alloc(0), 0, 'is empty'],
    ['no header', Buffer.from(PAYLOAD), 0, 'has a header without end'],
    ['another header', Buffer.from('amc2\0\0{}'), 0, 'does not begin with amc1'],
    ['a header that is cut off', Buffer.from('amc1\0TMUX=/tmp'), 5, 'has a header without end'],
    ['no variable', file(PAYLOAD, 'TMUX=1', 'nothing'), 12, 'has a header entry that is no variable'],
    [
      'too many variables',
      file(PAYLOAD, ...Array.from({ length: 101 }, (_, n) => `A${n}=`)),
      495,
      'has too many header entries',
    ],
    ['an impossible agent', file(PAYLOAD, 'AMC_AGENT=../x'), 21, 'names no agent that can be'],
    ['no payload', file(''), 6, 'has no payload'],
    ['half a payload', file(PAYLOAD.slice(0, 9)), 6, String.raw`is no JSON: "{\"session"`],
    ['not UTF-8', file(Buffer.from([0x22, 0xc3, 0x22])), 6, 'is not UTF-8'],
    ['no object', file('[]'), 6, 'is no object: "[]"'],
    ['null', file('null'), 6, 'is no object: "null"'],
    ['no session', file('{"hook_event_name":"Stop"}'), 6, 'has no usable session_id: missing'],
    [
      'a session that is no text',
      file('{"session_id":7,"hook_event_name":"Stop"}'),
      6,
      'has no usable session_id: a number',
    ],
    ['a null session', file('{"session_id":null,"hook_event_name":"Stop"}'), 6, 'has no usable session_id: a null'],
    [
      'a 300-character id',
      file(`{"session_id":"${'x'.repeat(300)}","hook_event_name":"Stop"}`),
      6,
      'has no usable session_id: 300 characters',
    ],
    [
      'a session with NUL',
      file(String.raw`{"session_id":"a\u0000b","hook_event_name":"Stop"}`),
      6,
      'has no usable session_id: empty or with control characters',
    ],
    [
      'no event name',
      file('{"session_id":"s1","hook_event_name":""}'),
      6,
      'has no usable hook_event_name: empty or with control characters',
    ],
    [
      'a bottomless pit',
      file(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      6,
      'is nested deeper than 200 levels',
    ],
  ];
  it.each(cases)('%s', (_, bytes, offset, reason) => {
    expect(parse(bytes)).toEqual({ ok: false, offset, reason });
  });
});
