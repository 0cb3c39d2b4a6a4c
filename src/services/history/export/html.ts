import type { Part, ToolUse } from '../../../core/conversation/turns.ts';
import { oneLine, plainText } from './plain-text.ts';
import { asides, factsOf, inputOf, subagentTitle, timeOf, toolTitle, type ExportHead } from './words.ts';
import type { Step } from './step.ts';

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2329;--soft:#59636e;--line:#d5dae0;--ground:#fff;--raised:#f5f7f9;--bad:#b3261e;--add:#1a7f37}
@media(prefers-color-scheme:dark){:root{--ink:#e3e7eb;--soft:#98a2ad;--line:#363d45;--ground:#14181c;--raised:#1d2228;--bad:#ff8a80;--add:#57c26e}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:56rem;padding:2rem 1rem 4rem;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 2rem;color:var(--soft);font-size:.875rem}
dd{margin:0;overflow-wrap:anywhere}
article{margin:1.25rem 0}
h2{margin:0 0 .25rem;color:var(--soft);font-size:.8125rem;font-weight:600}
.text,pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.prompt{padding:.75rem 1rem;border-left:3px solid var(--soft);background:var(--raised)}
pre{padding:.75rem;background:var(--raised);font:13px/1.45 ui-monospace,monospace}
details{margin:.5rem 0;border:1px solid var(--line);border-radius:6px}
details>:not(summary){margin:.5rem .75rem}
summary{padding:.4rem .75rem;cursor:pointer;overflow-wrap:anywhere;font-size:.9375rem}
.note,.problem{color:var(--soft);font-size:.875rem}
.problem,.failed>summary{color:var(--bad)}
ins{color:var(--add);text-decoration:none}del{color:var(--bad);text-decoration:none}
@media print{details{break-inside:avoid}}
`;

/** A conversation as one page that needs nothing else and runs nothing: its policy forbids scripts and loading. */
export async function* htmlOf(head: ExportHead, steps: AsyncIterable<Step>): AsyncGenerator<string> {
  const title = escaped(oneLine(head.session.title));
  const facts = factsOf(head).map(([label, value]) => `<dt>${label}</dt><dd>${escaped(oneLine(value))}</dd>`);
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<dl>${facts.join('')}</dl>
<main>
`;
  for await (const step of steps) yield `${blockOf(step)}\n`;
  yield '</main>\n</body>\n</html>\n';
}

function blockOf(step: Step): string {
  switch (step.type) {
    case 'part':
      return partOf(step.part);
    case 'problem':
      return `<p class="problem">${escaped(oneLine(step.text))}</p>`;
    case 'rewound':
      return '<details class="rewound"><summary>Rewound: not part of the conversation any more</summary><div>';
    case 'subagent':
      return `<details class="subagent"><summary>${escaped(oneLine(subagentTitle(step.subagent)))}</summary><div>`;
    case 'rewound_end':
    case 'subagent_end':
      return '</div></details>';
  }
}

function partOf(part: Part): string {
  switch (part.kind) {
    case 'prompt':
      return article('prompt', ['Prompt', ...asides(part.item)], part.item);
    case 'reply':
      return article('reply', ['Reply'], part.item);
    case 'thinking':
      return `<details class="thinking"><summary>Thinking</summary>${text(part.item.text)}</details>`;
    case 'note':
      return `<p class="note">${escaped(oneLine(part.item.text))}</p>`;
    case 'tool':
      return toolOf(part);
  }
}

function article(kind: string, words: readonly string[], item: { text: string; at?: number | undefined }): string {
  const when = item.at === undefined ? [] : [timeOf(item.at)];
  const title = [...words, ...when].map((word) => escaped(oneLine(word))).join(' · ');
  return `<article class="${kind}"><h2>${title}</h2>${text(item.text)}</article>`;
}

function toolOf(use: ToolUse): string {
  const { call, result } = use;
  const input = call === null ? null : inputOf(call);
  const shown = input === null || input.text === '' ? '' : block(input.text, input.language === 'diff');
  const output = result === null ? '<p class="note">No result is on record.</p>' : block(result.output, false);
  const failed = result?.ok === false ? ' failed' : '';
  return `<details class="tool${failed}"><summary>${escaped(oneLine(toolTitle(use)))}</summary>${shown}${output}</details>`;
}

function text(content: string): string {
  return `<div class="text">${escaped(plainText(content))}</div>`;
}

function block(content: string, isDiff: boolean): string {
  const clean = escaped(plainText(content));
  return `<pre>${isDiff ? clean.replace(/^\+.*$/gm, '<ins>$&</ins>').replace(/^-.*$/gm, '<del>$&</del>') : clean}</pre>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(content: string): string {
  return content.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}
