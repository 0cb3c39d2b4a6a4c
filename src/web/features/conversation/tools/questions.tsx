import type { ReactNode } from 'react';
import type { ToolView } from '../../../../contract/conversation.ts';
import { Clean } from '../../../ui/clean.tsx';

type Asked = Extract<ToolView, { type: 'question' }>['questions'];

/** What the agent asked, with what it offered. */
export function Questions({ questions }: { questions: Asked }): ReactNode {
  return questions.map(({ text, options }, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- questions of one unchanging call
    <section key={index} className="grid gap-1.5">
      <p className="text-15 break-words">
        <Clean text={text} />
      </p>
      <ul className="flex flex-wrap gap-1.5">
        {options.map((option, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- options of one unchanging question
          <li key={place} className="max-w-full rounded-m border border-line px-2 py-0.5 break-words text-ink-2">
            <Clean text={option} />
          </li>
        ))}
      </ul>
    </section>
  ));
}
