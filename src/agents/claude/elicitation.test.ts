import { describe, expect, it } from 'vitest';
import type { QuestionAnswer } from '../../contract/command.ts';
import { hookReply, type RequestAction } from './answer.ts';
import { elicitationOf } from './elicitation.ts';
import { payloadOf } from './hook-payload.ts';
import { objectOr } from './record.ts';

/** As an MCP server sent it and the hook of Claude Code 2.1.330 handed it on. */
const SCHEMA = {
  type: 'object',
  properties: {
    name: { type: 'string', title: 'Your name', description: 'How to call you', minLength: 2 },
    email: { type: 'string', format: 'email' },
    age: { type: 'integer', minimum: 18, maximum: 99, default: 30 },
    ratio: { type: 'number' },
    agree: { type: 'boolean', default: false },
    color: { type: 'string', enum: ['r', 'g'], enumNames: ['Red', 'Green'] },
    size: {
      type: 'string',
      oneOf: [
        { const: 's', title: 'Small' },
        { const: 'l', title: 'Large' },
      ],
    },
    days: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'string', enum: ['mon', 'tue', 'wed'] } },
    when: { type: 'string', format: 'date' },
  },
  required: ['name', 'age', 'color'],
};

function asked(payload: Record<string, unknown>) {
  const event = { name: 'e', agent: 'claude', sessionId: 's', event: 'Elicitation', at: 1, env: {}, payload } as const;
  const read = payloadOf(event);
  return { request: elicitationOf({ id: 'r', openedAt: 1 }, read), input: read.requestedSchema, suggestions: [] };
}

const FORM = asked({ mcp_server_name: 'asking', message: 'Who are you?', mode: 'form', requested_schema: SCHEMA });

type WithoutId<A> = A extends RequestAction ? Omit<A, 'requestId'> : never;

function outputOf(call: ReturnType<typeof asked>, action: WithoutId<RequestAction>): unknown {
  const made = hookReply(call, { ...action, requestId: 'r' });
  return made.ok ? objectOr(made.reply.hookSpecificOutput) : made.reason.code;
}

function filled(answers: Record<string, string | string[]>): unknown {
  const given = Object.entries(answers).map(([id, value]): [string, QuestionAnswer] => [
    id,
    typeof value === 'string' ? { labels: [], text: value } : { labels: value },
  ]);
  return outputOf(FORM, { type: 'answer', answers: Object.fromEntries(given) });
}

describe('what an MCP server asks', () => {
  it('is shown as fields with their kinds, choices and defaults', () => {
    expect(FORM.request).toMatchObject({ kind: 'elicitation', server: 'asking', text: 'Who are you?' });
    expect(FORM.request.fields).toEqual([
      { id: 'name', label: 'Your name', description: 'How to call you', type: 'text', required: true },
      { id: 'email', label: 'email', type: 'text', format: 'email', required: false },
      { id: 'age', label: 'age', type: 'integer', required: true, initial: '30' },
      { id: 'ratio', label: 'ratio', type: 'number', required: false },
      { id: 'agree', label: 'agree', type: 'boolean', required: false, initial: 'false' },
      {
        id: 'color',
        label: 'color',
        type: 'select',
        options: [
          { value: 'r', label: 'Red' },
          { value: 'g', label: 'Green' },
        ],
        required: true,
      },
      {
        id: 'size',
        label: 'size',
        type: 'select',
        options: [
          { value: 's', label: 'Small' },
          { value: 'l', label: 'Large' },
        ],
        required: false,
      },
      {
        id: 'days',
        label: 'days',
        type: 'multi_select',
        options: ['mon', 'tue', 'wed'].map((value) => ({ value, label: value })),
        required: false,
      },
      { id: 'when', label: 'when', type: 'text', format: 'date', required: false },
    ]);
    expect(FORM.request.choices.map(({ id }) => id)).toEqual(['accept', 'decline', 'cancel']);
  });

  it('is given back in the kinds of the schema, with defaults for what nobody touched', () => {
    const content = { name: 'Ann', age: 41, ratio: 1.5, agree: true, color: 'g', size: 'l', days: ['mon', 'wed'] };
    const answers = { name: ' Ann ', age: '41', ratio: '1.5', agree: 'true', color: ['Green'], size: 'l' };
    expect(filled({ ...answers, days: ['mon', 'wed'], email: '' })).toEqual({
      hookEventName: 'Elicitation',
      action: 'accept',
      content: { ...content, name: ' Ann ' },
    });
    expect(filled({ name: 'Bo', color: ['Red'] })).toMatchObject({
      content: { name: 'Bo', age: 30, agree: false, color: 'r' },
    });
  });

  it.each([
    [{ color: ['Red'] }, 'form_incomplete'],
    [{ name: 'Ann', color: ['Red'], age: '' }, 'form_incomplete'],
    [{ name: 'A', color: ['Red'] }, 'form_invalid'],
    [{ name: 'Ann', color: ['Blue'] }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red', 'Green'] }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], age: '17' }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], age: '20.5' }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], ratio: 'much' }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], ratio: '0x10' }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], agree: 'yes' }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], email: 'ann' }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], when: '2026-13-01' }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], days: ['mon', 'tue', 'wed'] }, 'form_invalid'],
    [{ name: 'Ann', color: ['Red'], shoe: '43' }, 'unknown_field'],
  ])('is not sent as %j', (answers, code) => expect(filled(answers)).toBe(code));

  it('says in the refusal which field is wrong, and how', () => {
    const answers = { name: { labels: [], text: 'Ann' }, color: { labels: ['Red'] }, age: { labels: [], text: '7' } };
    expect(hookReply(FORM, { type: 'answer', requestId: 'r', answers })).toMatchObject({
      reason: { message: '"age" is at least 18.' },
    });
  });

  it('is declined or dismissed, and accepted without answers only when nothing is missing', () => {
    expect(outputOf(FORM, { type: 'deny' })).toEqual({ hookEventName: 'Elicitation', action: 'decline' });
    expect(outputOf(FORM, { type: 'deny', choiceId: 'cancel' })).toEqual({
      hookEventName: 'Elicitation',
      action: 'cancel',
    });
    expect(outputOf(FORM, { type: 'deny', choiceId: 'accept' })).toBe('unknown_choice');
    expect(outputOf(FORM, { type: 'approve' })).toBe('form_incomplete');
    expect(outputOf(FORM, { type: 'approve', choiceId: 'decline' })).toBe('unknown_choice');
  });

  it('may be a page to visit', () => {
    const page = asked({
      mcp_server_name: 'asking',
      message: 'Sign in',
      mode: 'url',
      url: 'https://example.invalid/x',
    });
    expect(page.request).toMatchObject({ url: 'https://example.invalid/x', fields: [] });
    expect(outputOf(page, { type: 'approve', choiceId: 'accept' })).toEqual({
      hookEventName: 'Elicitation',
      action: 'accept',
    });
  });

  it('cannot be accepted here when a required field has a kind that cannot be shown', () => {
    const properties = { where: { type: 'object' }, odd: null, more: { type: 'array', items: { type: 'string' } } };
    const odd = asked({ requested_schema: { properties, required: ['where'] } });
    expect(odd.request).toMatchObject({ server: 'an MCP server', fields: [] });
    expect(odd.request.choices.map(({ id }) => id)).toEqual(['decline', 'cancel']);
    expect(outputOf(odd, { type: 'answer', answers: {} })).toBe('form_unreadable');
  });
});
