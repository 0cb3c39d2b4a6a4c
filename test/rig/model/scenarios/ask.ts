import { toolCall } from '../reply.ts';

const COLOUR = {
  question: 'Which colour should the button have?',
  header: 'Colour',
  multiSelect: false,
  options: [
    { label: 'Blue', description: 'Calm' },
    { label: 'Red', description: 'Loud' },
    { label: 'Green', description: 'Fresh' },
  ],
};

const FEATURES = {
  question: 'Which features should be built?',
  header: 'Features',
  multiSelect: true,
  options: [
    { label: 'Search', description: 'Find things' },
    { label: 'Sync', description: 'Keep copies equal' },
    { label: 'Export', description: 'Take data out' },
  ],
};

const DATABASE = {
  question: 'Which database should be used?',
  header: 'Database',
  multiSelect: false,
  options: [
    { label: 'SQLite', description: 'One file' },
    { label: 'Postgres', description: 'A server' },
  ],
};

/** The questions each `ASK:` scenario asks, for tests to compare with. */
export const QUESTIONS = {
  single: [COLOUR],
  multi: [FEATURES],
  several: [COLOUR, DATABASE, FEATURES],
};

/** `ASK:single`, `ASK:multi`, `ASK:several`: Claude's question tool. */
export function ask(kind: string) {
  const questions = kind === 'multi' || kind === 'several' ? QUESTIONS[kind] : QUESTIONS.single;
  return toolCall('AskUserQuestion', { questions });
}
