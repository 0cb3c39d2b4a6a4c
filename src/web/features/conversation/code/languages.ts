/** What writers of Markdown call a language, where the grammar has another name. */
const ALIASES: Readonly<Record<string, string>> = {
  tsx: 'typescript',
  jsx: 'javascript',
  jsonc: 'json',
  json5: 'json',
  jsonl: 'json',
  zsh: 'bash',
  fish: 'bash',
  console: 'shell',
  terminal: 'shell',
  vue: 'xml',
  svelte: 'xml',
  dockerfile: 'bash',
  postgres: 'sql',
  postgresql: 'sql',
  sqlite: 'sql',
};

/** Name of the grammar for the words behind a fence; null: none is named. */
export function languageOf(info: string | undefined): string | null {
  const [name = ''] = (info ?? '')
    .trim()
    .toLowerCase()
    .split(/[\s{:,]/);
  if (name === '' || name === 'text' || name === 'txt') return null;
  return ALIASES[name] ?? name;
}
