import type { QuestionAnswer } from '../../../contract/command.ts';
import type { Question } from '../../../contract/request.ts';

/** What is chosen so far, by question id. */
export type Picks = Readonly<Record<string, { labels: readonly string[]; text: string }>>;

export const noPicks: Picks = Object.freeze(Object.create(null) as Picks);

/** Chooses a label, or takes it back where several may be chosen. A single choice replaces free text too. */
export function toggle(picks: Picks, question: Question, label: string): Picks {
  const { labels, text } = picks[question.id] ?? { labels: [], text: '' };
  if (!question.multiSelect) return { ...picks, [question.id]: { labels: [label], text: '' } };
  const next = labels.includes(label) ? labels.filter((other) => other !== label) : [...labels, label];
  // In the agent's order, not in the order of clicking.
  const ordered = question.options.map((option) => option.label).filter((option) => next.includes(option));
  return { ...picks, [question.id]: { labels: ordered, text } };
}

export function isAnswered(picks: Picks, question: Question): boolean {
  const pick = picks[question.id];
  return pick !== undefined && (pick.labels.length > 0 || pick.text.trim() !== '');
}

export function answersOf(picks: Picks, questions: readonly Question[]): Record<string, QuestionAnswer> {
  return Object.fromEntries(
    questions.map(({ id }) => {
      const { labels = [], text = '' } = picks[id] ?? {};
      return [id, { labels: [...labels], ...(text.trim() === '' ? {} : { text: text.trim() }) }];
    }),
  );
}
