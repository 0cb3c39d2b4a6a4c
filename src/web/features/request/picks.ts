import type { QuestionAnswer } from '../../../contract/command.ts';
import type { Question } from '../../../contract/request.ts';

interface Pick {
  labels: readonly string[];
  text: string;
  note: string;
}

/** What is chosen so far, by question id. */
export type Picks = Readonly<Record<string, Pick>>;

export const noPicks: Picks = Object.freeze(Object.create(null) as Picks);

const NOTHING: Pick = { labels: [], text: '', note: '' };

export function pickOf(picks: Picks, { id }: Question): Pick {
  return picks[id] ?? NOTHING;
}

/** Chooses a label, or takes it back where several may be chosen. A single choice replaces free text too. */
export function toggle(picks: Picks, question: Question, label: string): Picks {
  const { labels, text, note } = pickOf(picks, question);
  if (!question.multiSelect) return { ...picks, [question.id]: { labels: [label], text: '', note } };
  const next = labels.includes(label) ? labels.filter((other) => other !== label) : [...labels, label];
  // In the agent's order, not in the order of clicking.
  const ordered = question.options.map((option) => option.label).filter((option) => next.includes(option));
  return { ...picks, [question.id]: { labels: ordered, text, note } };
}

/** Free text replaces a single choice, and stands beside several. */
export function withText(picks: Picks, question: Question, text: string): Picks {
  const { labels, note } = pickOf(picks, question);
  return { ...picks, [question.id]: { labels: question.multiSelect ? labels : [], text, note } };
}

export function withNote(picks: Picks, question: Question, note: string): Picks {
  return { ...picks, [question.id]: { ...pickOf(picks, question), note } };
}

export function isAnswered(picks: Picks, question: Question): boolean {
  const { labels, text } = pickOf(picks, question);
  return labels.length > 0 || text.trim() !== '';
}

export function answersOf(picks: Picks, questions: readonly Question[]): Record<string, QuestionAnswer> {
  return Object.fromEntries(
    questions.map((question) => {
      const { labels, text, note } = pickOf(picks, question);
      return [
        question.id,
        {
          labels: [...labels],
          ...(text.trim() === '' ? {} : { text: text.trim() }),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
      ];
    }),
  );
}

/** The answers as text, to be pasted where AMC cannot put them. */
export function textOfPicks(picks: Picks, questions: readonly Question[]): string {
  return questions
    .map((question) => {
      const { labels, text, note } = pickOf(picks, question);
      const answer = [...labels, text.trim(), note.trim()].filter((part) => part !== '').join(', ');
      return questions.length === 1 ? answer : `${question.text} ${answer}`;
    })
    .join('\n');
}
