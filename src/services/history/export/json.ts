import type { Part } from '../../../core/conversation/turns.ts';
import type { ConversationItem } from '../../../contract/conversation.ts';
import type { ExportHead } from './words.ts';
import type { Step, Subagent } from './step.ts';

/**
 * A conversation as JSON: `{ format, exportedAt, session, detail, steps }`. A step is `{ item }` (a `ConversationItem`), `{ problem }`,
 * `{ rewound: [steps] }` (not part of the conversation any more) or `{ subagent, steps }`, behind the call that started it.
 */
export async function* jsonOf(head: ExportHead, steps: AsyncIterable<Step>): AsyncGenerator<string> {
  const { session, detail, exportedAt } = head;
  const fields = { format: 'amc-conversation-1', exportedAt: new Date(exportedAt).toISOString(), session, detail };
  yield `${JSON.stringify(fields, null, 1).slice(0, -2)},\n "steps": [`;
  // Whether something stands before, in each list that is open.
  const begun = [false];
  const next = (): string => {
    const first = begun.at(-1) === false;
    begun[begun.length - 1] = true;
    return `${first ? '' : ','}\n${'  '.repeat(begun.length)}`;
  };
  for await (const step of steps) {
    switch (step.type) {
      case 'part':
        for (const item of itemsOf(step.part)) yield `${next()}${JSON.stringify({ item })}`;
        break;
      case 'problem':
        yield `${next()}${JSON.stringify({ problem: step.text })}`;
        break;
      case 'rewound':
        yield `${next()}{"rewound":[`;
        begun.push(false);
        break;
      case 'subagent':
        yield `${next()}{"subagent":${JSON.stringify(step.subagent satisfies Subagent)},"steps":[`;
        begun.push(false);
        break;
      case 'rewound_end':
      case 'subagent_end':
        begun.pop();
        yield ']}';
    }
  }
  yield '\n ]\n}\n';
}

function itemsOf(part: Part): ConversationItem[] {
  if (part.kind !== 'tool') return [part.item];
  return [part.call, part.result].filter((item) => item !== null);
}
