import type { FileChange, ToolView } from '../contract/conversation.ts';
import type { Script } from './beats.ts';
import { shellCall } from './hand-choices.ts';
import { Voice, type ToolCall } from './hand-voice.ts';

export interface ToolUse extends ToolCall {
  /** The live line while it runs. */
  doing: string;
  ms: number;
  output: string;
  ok?: boolean;
}

/** What an agent does by itself. */
export class ToolHand extends Voice {
  /** Uses a tool. */
  *use({ tool, doing, summary, input, view, ms, output, ok = true }: ToolUse): Script {
    const callId = this.call({ tool, summary, input, view });
    yield { type: 'work', ms, with: 'tool', doing };
    this.result(callId, output, ok);
  }

  *run(command: string, { ms = 4_000, output = '', ok = true, doing = `running ${command}` } = {}): Script {
    yield* this.use({ ...shellCall(this.agent, command), doing, ms, output, ok });
  }

  *read(path: string, output: string, ms = 900): Script {
    const lines = output.split('\n').length;
    const view: ToolView = { type: 'read', path, from: 1, lines };
    const isCodex = this.agent.profile.agent === 'codex';
    if (isCodex) return yield* this.run(`sed -n '1,${lines}p' ${path}`, { ms, output, doing: `reading ${path}` });
    yield* this.use({
      tool: 'Read',
      doing: `reading ${path}`,
      summary: path,
      input: `file_path: ${path}`,
      view,
      ms,
      output,
    });
  }

  *grep(pattern: string, path: string, output: string, ms = 700): Script {
    const doing = `searching ${pattern}`;
    if (this.agent.profile.agent === 'codex')
      return yield* this.run(`rg -n '${pattern}' ${path}`, { ms, output, doing });
    yield* this.use({
      tool: 'Grep',
      doing,
      summary: `${pattern} in ${path}`,
      input: `pattern: ${pattern}\npath: ${path}`,
      view: { type: 'search', pattern, path },
      ms,
      output,
    });
  }

  *edit(path: string, before: string, after: string, ms = 2_200): Script {
    const change: FileChange =
      before === '' ? { path, change: 'add', after } : { path, change: 'update', before, after };
    yield* this.edits([change], ms);
  }

  *edits(files: readonly FileChange[], ms = 2_200): Script {
    const paths = files.map(({ path }) => path).join(', ');
    const isCodex = this.agent.profile.agent === 'codex';
    const isNew = files.every(({ change }) => change === 'add');
    yield* this.use({
      tool: isCodex ? 'apply_patch' : isNew ? 'Write' : 'Edit',
      doing: `editing ${paths}`,
      summary: paths,
      input: files.map(({ path }) => `file_path: ${path}`).join('\n'),
      view: { type: 'edit', files: [...files] },
      ms,
      output: isCodex ? `Success. Updated the following files:\n${paths}` : `The file ${paths} has been updated.`,
    });
  }

  *todos(items: readonly (readonly [string, 'pending' | 'active' | 'done'])[]): Script {
    yield* this.use({
      tool: this.agent.profile.agent === 'codex' ? 'update_plan' : 'TodoWrite',
      doing: 'planning',
      summary: `${items.length} steps`,
      input: items.map(([text, state]) => `${state}: ${text}`).join('\n'),
      view: { type: 'todo', items: items.map(([text, state]) => ({ text, state })) },
      ms: 400,
      output: 'ok',
    });
  }
}
