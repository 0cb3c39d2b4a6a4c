import type { Part, ToolUse } from '../../../core/conversation/turns.ts';
import { harmlessMarkdown } from './harmless-markdown.ts';
import { oneLine, plainText } from './plain-text.ts';
import { asides, factsOf, inputOf, subagentTitle, timeOf, toolTitle, type ExportHead } from './words.ts';
import type { Step } from './step.ts';

/**
 * A conversation as Markdown. What an agent wrote keeps its Markdown, but for raw HTML and images, which could load or
 * hide something; a fence that it left open is closed.
 */
export async function* markdownOf(head: ExportHead, steps: AsyncIterable<Step>): AsyncGenerator<string> {
  const facts = factsOf(head).map(([label, value]) => `- ${label}: ${code(value)}`);
  yield `# ${inline(head.session.title)}\n\n${facts.join('\n')}\n`;
  for await (const step of steps) yield `\n${blockOf(step)}\n`;
}

function blockOf(step: Step): string {
  switch (step.type) {
    case 'part':
      return partOf(step.part);
    case 'problem':
      return `> **Not readable:** ${inline(step.text)}`;
    case 'rewound':
      return '---\n\n*What follows was rewound: it is not part of the conversation any more.*';
    case 'rewound_end':
      return '*Here the conversation goes on.*\n\n---';
    case 'subagent':
      return `<details>\n<summary>${html(subagentTitle(step.subagent))}</summary>`;
    case 'subagent_end':
      return '</details>';
  }
}

function partOf(part: Part): string {
  switch (part.kind) {
    case 'prompt':
      return `${heading('Prompt', part.item.at, asides(part.item))}\n\n${quoted(harmlessMarkdown(part.item.text))}`;
    case 'reply':
      return `${heading('Reply', part.item.at, [])}\n\n${harmlessMarkdown(part.item.text)}`;
    case 'thinking':
      return details('Thinking', fenced(part.item.text, ''));
    case 'note':
      return quoted(`*${inline(part.item.text)}*`);
    case 'tool':
      return toolOf(part);
  }
}

function toolOf(use: ToolUse): string {
  const { call, result } = use;
  const input = call === null ? null : inputOf(call);
  const parts = [
    ...(input === null || input.text === '' ? [] : [fenced(input.text, input.language)]),
    ...(result === null ? ['*No result is on record.*'] : [fenced(result.output, '')]),
  ];
  return details(toolTitle(use), parts.join('\n\n'));
}

function heading(word: string, at: number | undefined, more: readonly string[]): string {
  const rest = [...(at === undefined ? [] : [timeOf(at)]), ...more.map(inline)];
  return `## ${[word, ...rest].join(' · ')}`;
}

function details(summary: string, body: string): string {
  return `<details>\n<summary>${html(summary)}</summary>\n\n${body}\n\n</details>`;
}

function quoted(text: string): string {
  return text.replace(/^/gm, '> ');
}

/** Longer than any fence inside. */
function fenced(text: string, language: string): string {
  const clean = plainText(text);
  const longest = Math.max(2, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${clean}\n${fence}`;
}

function inline(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]#|~]/g, '\\$&')
    .replaceAll('<', '&lt;');
}

function code(text: string): string {
  const clean = oneLine(text);
  return clean.includes('`') ? `\`\` ${clean} \`\`` : `\`${clean}\``;
}

function html(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
