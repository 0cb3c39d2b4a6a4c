import type { Question } from '../../contract/request.ts';

export const STORAGE_QUESTION: Question = {
  id: 'storage',
  header: 'Database',
  text: 'Which database should the prototype use?',
  multiSelect: false,
  takesFreeText: true,
  options: [
    { label: 'SQLite', description: 'One file, no server. Enough for one harbour and a few writers.' },
    { label: 'Postgres', description: 'Already runs in staging. Needs a container for local work.' },
    { label: 'Keep it in memory', description: 'Nothing to set up, everything gone after a restart.' },
  ],
};

export const EXPORT_QUESTIONS: readonly Question[] = [
  {
    id: 'formats',
    header: 'Formats',
    text: 'Which formats should the first version write?',
    multiSelect: true,
    takesFreeText: false,
    options: [
      { label: 'CSV', description: 'What the accountants asked for' },
      { label: 'XLSX', description: 'With one sheet per month' },
      { label: 'Parquet', description: 'For the warehouse' },
    ],
  },
  {
    id: 'layout',
    header: 'Layout',
    text: 'How should a row look?',
    multiSelect: false,
    takesFreeText: true,
    options: [
      {
        label: 'Wide',
        description: 'One row per invoice',
        preview:
          'invoice   date        net     vat    gross\nA-1042    2026-11-02  120.00  25.20  145.20\nA-1043    2026-11-03   80.00  16.80   96.80',
      },
      {
        label: 'Long',
        description: 'One row per line item',
        preview:
          'invoice   item         net\nA-1042    hosting   100.00\nA-1042    support    20.00\nA-1043    hosting    80.00',
      },
    ],
  },
];
