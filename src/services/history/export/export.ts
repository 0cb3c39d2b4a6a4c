import type { ExportFile, ExportFormat } from '../../api.ts';
import type { ConversationSources } from '../sources.ts';
import { htmlOf } from './html.ts';
import { jsonOf } from './json.ts';
import { markdownOf } from './markdown.ts';
import type { Step, Subagent } from './step.ts';
import { ConversationWalk } from './walk.ts';
import type { ExportHead } from './words.ts';

const FORMATS = {
  markdown: { extension: 'md', type: 'text/markdown; charset=utf-8', write: markdownOf },
  html: { extension: 'html', type: 'text/html; charset=utf-8', write: htmlOf },
  json: { extension: 'json', type: 'application/json', write: jsonOf },
} as const satisfies Record<
  ExportFormat,
  { extension: string; type: string; write: (head: ExportHead, steps: AsyncIterable<Step>) => AsyncIterable<string> }
>;

export interface ExportOptions {
  sources: ConversationSources;
  head: ExportHead;
  format: ExportFormat;
  /** Of another session; null: it is not known. */
  titleOf: (key: string) => string | null;
}

/** A whole conversation with those of its subagents, written while it is read; nothing of it is left out or changed. */
export function exportFile({ sources, head, format, titleOf }: ExportOptions): ExportFile {
  const { extension, type, write } = FORMATS[format];
  const walk = new ConversationWalk({ sources, key: head.session.key, subagents: subagentsOf(head, titleOf) });
  return { name: `${fileName(head)}.${extension}`, type, text: write(head, walk.steps()) };
}

/** Codex writes a subagent as a session of its own that links back. */
function subagentsOf({ detail }: ExportHead, titleOf: ExportOptions['titleOf']): Subagent[] {
  if (detail === null) return [];
  const own = detail.linkedFrom
    .filter(({ type }) => type === 'subagent_of')
    .map(({ key, callId }) => {
      const description = titleOf(key);
      return {
        agentId: key.slice(key.indexOf(':') + 1),
        ...(description === null ? {} : { description }),
        ...(callId === undefined ? {} : { callId }),
      };
    });
  const known = new Set(detail.subagents.map(({ agentId }) => agentId));
  return [...detail.subagents, ...own.filter(({ agentId }) => !known.has(agentId))];
}

const MAX_TITLE = 40;

/** Letters, digits and dashes only: a file name on every system, and in every header. */
function fileName({ session }: ExportHead): string {
  const words = [session.agent, session.project.name, session.title.slice(0, 200), session.id.slice(0, 8)];
  return words
    .map((word) =>
      word
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-/, '')
        .slice(0, MAX_TITLE)
        .replace(/-$/, ''),
    )
    .filter((word) => word !== '')
    .join('-');
}
