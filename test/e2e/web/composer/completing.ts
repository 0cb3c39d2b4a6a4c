import type { Locator, Page } from '@playwright/test';
import type { Completion, CompletionReply, CompletionTrigger } from '../../../../src/contract/completion.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';

interface Asked {
  trigger: CompletionTrigger;
  text: string;
  limit: string;
}

const named = (label: string, detail: string, from?: string): Completion => ({
  insert: label,
  label,
  detail,
  ...(from === undefined ? {} : { from }),
});

export const CLAUDE_COMMANDS: readonly Completion[] = [
  named('/code-review', 'Review the current diff or a PR for bugs'),
  named('/compact', 'Free up context by summarizing the conversation so far'),
  named('/context', 'Show what fills the context'),
  named('/init', 'Initialize a new CLAUDE.md file with codebase documentation'),
  named('/ledger:close-month', 'Close the books of a month and write the report', 'ledger'),
  named('/plan', 'Turn on plan mode or view the plan'),
  named('/Release-notes', 'What changed since the last tag, in three sentences', 'project'),
  named('/ship', 'Build, test, tag and push', 'user'),
];

export const CODEX_SKILLS: readonly Completion[] = [
  named('$imagegen', 'Generate or edit images for websites, games, and more', 'codex'),
  named('$migrate', 'Write a migration and its test', 'project'),
  named('$skill-creator', 'Create or update a skill', 'codex'),
];

const FILES = ['src/queue.ts', 'src/queue/worker.ts', 'docs/queueing.md', 'README.md', 'src/with blank.ts'];

/** Answers as the server does, and keeps what was asked. */
export function completing(fake: FakeServer, triggers: CompletionTrigger[], lists = NAMED): Asked[] {
  const asked: Asked[] = [];
  fake.answers.set('completions', ({ query }) => {
    const { trigger, text } = query as Asked;
    asked.push(query as Asked);
    return { triggers, items: triggers.includes(trigger) ? itemsOf(trigger, text, lists) : [], more: false };
  });
  return asked;
}

const NAMED = { '/': CLAUDE_COMMANDS, $: CODEX_SKILLS };

function itemsOf(trigger: CompletionTrigger, text: string, lists: typeof NAMED): CompletionReply['items'] {
  if (trigger !== '@') return [...lists[trigger]];
  return FILES.filter((path) => path.includes(text)).map((path) => {
    const at = path.lastIndexOf('/') + 1;
    const insert = path.includes(' ') ? `@"${path}"` : `@${path}`;
    return { insert, label: path.slice(at), ...(at === 0 ? {} : { detail: path.slice(0, at) }) };
  });
}

export const field = (page: Page): Locator => page.getByRole('textbox', { name: /^Prompt to/ });
export const menu = (page: Page): Locator => page.getByRole('listbox');
export const options = (page: Page): Locator => menu(page).getByRole('option');
export const chosen = (page: Page): Locator => menu(page).getByRole('option', { selected: true });

/** The caret, as offsets of the selection. */
export function caret(page: Page): Promise<[number, number]> {
  return field(page).evaluate(({ selectionStart, selectionEnd }: { selectionStart: number; selectionEnd: number }) => [
    selectionStart,
    selectionEnd,
  ]);
}
