import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { elicitationOf } from './elicitation.ts';
import { payloadOf } from './hook-payload.ts';
import { recordsOn, type TranscriptRecord } from './record.ts';
import { RequestBook, type FromHook } from './request-book.ts';
import type { Told } from './tell.ts';

let told: Told[];
let released: string[];
let book: RequestBook;

beforeEach(() => {
  [told, released] = [[], []];
  book = new RequestBook({ tell: (each) => void told.push(each), release: (name) => void released.push(name) });
});

function from(name: string, at: number, more: Partial<FromHook> = {}): FromHook {
  const held = { eventName: name, relayWaits: true, isInputCut: false, replayed: false };
  return { id: `hook:${name}`, at, subagent: null, ...held, ...more };
}

function asks(name: string, at: number, more: Partial<FromHook> = {}) {
  const call = { tool: 'Bash', input: { command: name }, suggestions: [], cwd: undefined };
  return book.openFromHook(from(name, at, more), call);
}

function asksForm(name: string, at: number, server = 'my server'): void {
  const payload = { mcp_server_name: server, message: name };
  const event = { name, agent: 'claude', sessionId: 's', event: 'Elicitation', at, env: {}, payload };
  const opened = from(name, at);
  book.openForm(opened, elicitationOf({ id: opened.id, openedAt: at }, payloadOf(event)), {});
}

const uses = (id: string, tool: string, at: number) =>
  book.noteToolUse({ id, tool, input: { command: id }, agentId: null, at });

function record(value: JsonObject): TranscriptRecord {
  const bytes = new TextEncoder().encode(JSON.stringify({ type: 'user', ...value }));
  const [read] = recordsOn({ offset: 0, end: bytes.length, bytes });
  if (read === undefined) throw new Error('No record');
  return read;
}

const closings = () => told.flatMap((each) => (each.type === 'request_closed' ? [`${each.requestId} ${each.by}`] : []));
const openings = () => told.flatMap((each) => (each.type === 'request_opened' ? [each.request.id] : []));
const taken = (id: string, sent: NonNullable<ReturnType<RequestBook['get']>>['sent']) =>
  Object.assign(book.get(id) ?? {}, { answer: 'taken', sent });

describe('a request that is answered before it is on the screen', () => {
  it('is never told, nor is its end', async () => {
    let show: () => void = () => undefined;
    const shown = new Promise<void>((resolve) => {
      show = resolve;
    });
    await asks('one', 10, { shown });
    expect(book.open()).toHaveLength(1);
    book.ended(
      { toolUseId: undefined, tool: 'Bash', input: { command: 'one' }, agentId: null },
      { source: 'hook', at: 20, detail: 'x' },
    );
    show();
    await shown;
    expect(told).toEqual([]);
    expect(released).toEqual(['one']);
  });

  it('is told once it is there', async () => {
    await asks('one', 10, { shown: Promise.resolve() });
    await Promise.resolve();
    expect(openings()).toEqual(['hook:one']);
  });
});

describe('several requests', () => {
  it('are open side by side, each with the agent that asks', async () => {
    await asks('main', 30);
    await asks('a', 10, { subagent: { id: 'agent-a', type: 'general-purpose' } });
    await asks('b', 20, { subagent: { id: 'agent-b' } });
    expect(book.open().map(({ request }) => request.subagent)).toEqual([
      undefined,
      { id: 'agent-a', type: 'general-purpose' },
      { id: 'agent-b' },
    ]);
    // The same words from the main agent close nothing of a subagent.
    book.ended(
      { toolUseId: 'x', tool: 'Bash', input: { command: 'a' }, agentId: null },
      { source: 'hook', at: 40, detail: 'x' },
    );
    expect(book.open()).toHaveLength(3);
  });
});

describe('the record of the result', () => {
  const rejected = { toolDenialKind: 'user-rejected' };
  const byHook = { permissionDecision: { decision: 'accept', source: 'hook' } };

  it('proves a stop from AMC, and otherwise tells of the terminal', async () => {
    for (const name of ['one', 'two']) {
      await asks(name, 10);
      uses(name, 'Bash', 5);
    }
    taken('hook:one', { what: 'stop' });
    book.resulted('one', record(rejected), 20);
    book.resulted('two', record(rejected), 20);
    expect(closings()).toEqual(['hook:one amc', 'hook:two elsewhere']);
    expect(book.get('hook:two')?.ending).toBe('transcript: rejected in the terminal');
  });

  it('says which answers counted', async () => {
    const answers = { 'Which?': 'A' };
    for (const name of ['one', 'two']) {
      await asks(name, 10);
      uses(name, 'Bash', 5);
      taken(`hook:${name}`, { what: 'answers', answers });
    }
    book.resulted('one', record({ ...byHook, toolUseResult: { answers } }), 20);
    book.resulted('two', record({ ...byHook, toolUseResult: { answers: { 'Which?': 'B' } } }), 20);
    expect(closings()).toEqual(['hook:one amc', 'hook:two elsewhere']);
  });
});

describe("an MCP server's form", () => {
  it('was answered when its tool went on after the hook had answered', () => {
    uses('u1', 'mcp__my_server__ask', 5);
    asksForm('one', 10);
    taken('hook:one', { what: 'form' });
    book.resulted('u1', record({}), 20);
    expect(closings()).toEqual(['hook:one amc']);
  });

  it('is not told apart while another tool of the server runs', () => {
    uses('u1', 'mcp__my_server__ask', 5);
    uses('u2', 'mcp__my_server__ask', 6);
    asksForm('one', 10);
    taken('hook:one', { what: 'form' });
    book.resulted('u1', record({}), 20);
    expect(closings()).toEqual([]);
    book.resulted('u2', record({}), 30);
    expect(closings()).toEqual(['hook:one amc']);
  });

  it('is left alone by tools of others, and was not answered by AMC when the turn was stopped', () => {
    uses('u0', 'mcp__other__ask', 4);
    uses('u1', 'mcp__my_server__ask', 5);
    asksForm('one', 10);
    book.resulted('u0', record({}), 15);
    expect(book.open()).toHaveLength(1);
    book.resulted('u1', record({ toolDenialKind: 'user-rejected' }), 20);
    expect(closings()).toEqual(['hook:one elsewhere']);
    expect(released).toEqual(['one']);
  });
});
