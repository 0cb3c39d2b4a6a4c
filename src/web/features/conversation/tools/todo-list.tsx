import type { ReactNode } from 'react';
import type { ToolView } from '../../../../contract/conversation.ts';
import { tDocument } from '../../session/document-texts.ts';
import { classes } from '../../../ui/classes.ts';
import { Clean } from '../../../ui/clean.tsx';
import { Shape } from '../../../ui/shape.tsx';

type Items = Extract<ToolView, { type: 'todo' }>['items'];
const SHAPE = { done: 'check', active: 'dot', pending: 'ring' } as const;

/** What the agent means to do, and how far it is. */
export function TodoList({ items }: { items: Items }): ReactNode {
  return (
    <ul className="grid gap-1 py-1">
      {items.map(({ text, state }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- items of one unchanging call
        <li key={index} className="flex items-baseline gap-2.5" data-todo={state}>
          <span className="translate-y-px">
            <Shape name={SHAPE[state]} tone="rests" size={10} />
          </span>
          <span className="sr-only">{tDocument(`todo.${state}`)}</span>
          <span
            className={classes(
              'min-w-0 break-words',
              state === 'active' && 'font-semibold',
              state === 'done' && 'text-ink-3',
              state === 'pending' && 'text-ink-2',
            )}
          >
            <Clean text={text} />
          </span>
        </li>
      ))}
    </ul>
  );
}
