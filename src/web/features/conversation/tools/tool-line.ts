import type { ConversationItem, FileChange, ToolView } from '../../../../contract/conversation.ts';
import { t } from '../../../i18n/t.ts';

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
      return { verb: t('tool.read'), code: `${view.path}${linesOf(view)}` };
    case 'search':
      return {
        verb: t('tool.search'),
        code: view.pattern,
        ...(view.path === undefined ? {} : { text: t('tool.in', { path: view.path }) }),
      };
    case 'web':
      return view.query === undefined
        ? { verb: t('tool.fetch'), code: view.url ?? summary }
        : { verb: t('tool.searchWeb'), text: view.query };
    case 'todo': {
      const done = view.items.filter(({ state }) => state === 'done').length;
      const active = view.items.find(({ state }) => state === 'active');
      const count = t('tool.todoDone', { done, of: view.items.length });
      return { verb: t('tool.todo'), text: active === undefined ? count : `${count} · ${active.text}` };
    }
    case 'plan':
      return { verb: t('tool.plan'), text: firstLine(view.markdown).replace(/^#+\s*/, '') };
    case 'question':
      return { verb: t('tool.question'), text: view.questions[0]?.text ?? summary };
    case 'subagent':
      return {
        verb: view.role === undefined ? t('tool.subagent') : t('tool.subagentRole', { role: view.role }),
        text: view.description ?? firstLine(view.prompt),
      };
    case 'mcp':
      return { verb: t('tool.mcp', { server: view.server, tool: view.tool }), code: summary === tool ? '' : summary };
  }
}

function editLine(files: readonly FileChange[]): ToolLine {
  const [file] = files;
  if (file === undefined || files.length > 1)
    return { verb: t('tool.editFiles', { n: files.length }), code: files.map(({ path }) => path).join(', ') };
  const code = file.movedTo === undefined ? file.path : `${file.path} → ${file.movedTo}`;
  return { verb: t(`tool.change.${file.change}`), code };
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
