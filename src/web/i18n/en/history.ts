import { count } from '../count.ts';

/** Texts of the list of all sessions. */
export const historyEn = {
  'history.title': 'All sessions',
  'history.total': ({ n }: { n: number }) => (n === 0 ? '' : count(n, 'session', 'sessions')),
  'history.words': 'Words of the title, the first prompt or the folder',
  'history.wordsHint': 'Title, first prompt, folder',
  'history.gone': 'file gone',
  'history.goneWhy': 'The agent’s file is gone. AMC kept its text.',
  'history.archived': 'archived',
  'history.errors': ({ n }: { n: number }) => count(n, 'error', 'errors'),
  'history.prompts': ({ n }: { n: number }) => count(n, 'prompt', 'prompts'),
  'history.tokens': ({ n }: { n: string }) => `${n} tokens`,
  'history.sketch': 'Not read whole yet',
  'history.onlyProject': ({ dir }: { dir: string }) => `Only ${dir}`,
  'history.allProjects': 'All projects',
  'history.more': 'Older sessions',
  'history.loading': 'Reading the list…',
  'history.failed': ({ why }: { why: string }) => `The list could not be read: ${why}`,
  'history.none': 'No agent has written anything yet.',
  'history.noneYet': 'Nothing was read yet.',
  'history.noneFiltered': 'No session matches.',
  'history.stillReading': 'AMC is still reading; more may appear.',
  'day.today': 'Today',
  'day.yesterday': 'Yesterday',
};
