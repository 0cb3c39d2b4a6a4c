import type { ConversationItem, FileChange, ToolView } from '../../../../contract/conversation.ts';
import { tDocument } from '../../session/document-texts.ts';

export type Call = Extract<ConversationItem, { kind: 'tool_call' }>;

/** A call in one line: what is done, to what, and a second thing to know. */
export interface ToolLine {
  verb: string;
  /** Written in mono: a command, a path, a pattern. */
  code?: string;
  /** Written as prose. */
  text?: string;
}

export function toolLine({ tool, summary, view }: Call): ToolLine {
  return view === undefined ? { verb: tool, code: summary } : lineOf(view, tool, summary);
}

function lineOf(view: ToolView, tool: string, summary: string): ToolLine {
  switch (view.type) {
    case 'shell':
      return { verb: '$', code: firstLine(view.command) };
    case 'edit':
      return editLine(view.files);
    case 'read':
      return { verb: tDocument('tool.read'), code: `${view.path}${linesOf(view)}` };
    case 'search':
      return {
        verb: tDocument('tool.search'),
        code: view.pattern,
        ...(view.path === undefined ? {} : { text: tDocument('tool.in', { path: view.path }) }),
      };
    case 'web':
      return view.query === undefined
        ? { verb: tDocument('tool.fetch'), code: view.url ?? summary }
        : { verb: tDocument('tool.searchWeb'), text: view.query };
    case 'todo': {
      const done = view.items.filter(({ state }) => state === 'done').length;
      const active = view.items.find(({ state }) => state === 'active');
      const count = tDocument('tool.todoDone', { done, of: view.items.length });
      return { verb: tDocument('tool.todo'), text: active === undefined ? count : `${count} · ${active.text}` };
    }
    case 'plan':
      return { verb: tDocument('tool.plan'), text: firstLine(view.markdown).replace(/^#+\s*/, '') };
    case 'question':
      return { verb: tDocument('tool.question'), text: view.questions[0]?.text ?? summary };
    case 'subagent':
      return {
        verb:
          view.role === undefined ? tDocument('tool.subagent') : tDocument('tool.subagentRole', { role: view.role }),
        text: view.description ?? firstLine(view.prompt),
      };
    case 'mcp':
      return {
        verb: tDocument('tool.mcp', { server: view.server, tool: view.tool }),
        code: summary === tool ? '' : summary,
      };
  }
}

function editLine(files: readonly FileChange[]): ToolLine {
  const [file] = files;
  if (file === undefined || files.length > 1)
    return { verb: tDocument('tool.editFiles', { n: files.length }), code: files.map(({ path }) => path).join(', ') };
  const code = file.movedTo === undefined ? file.path : `${file.path} → ${file.movedTo}`;
  return { verb: tDocument(`tool.change.${file.change}`), code };
}

function linesOf({ from, lines }: { from?: number | undefined; lines?: number | undefined }): string {
  if (from === undefined && lines === undefined) return '';
  const first = from ?? 1;
  return lines === undefined ? `:${first}` : `:${first}–${first + lines - 1}`;
}

function firstLine(text: string): string {
  const [line = '', ...rest] = text.trim().split('\n');
  return rest.length === 0 ? line : `${line} …`;
}
