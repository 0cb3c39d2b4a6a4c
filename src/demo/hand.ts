import type { ToolView } from '../contract/conversation.ts';
import type { DemoSubagent } from './agent.ts';
import type { Ask, Heard, Script } from './beats.ts';
import { ConversationBook } from './conversation-book.ts';
import { commandChoices, refusal, shellCall, verdictOf, type Verdict } from './hand-choices.ts';
import { ToolHand } from './hand-tools.ts';

/** How a script moves its agent: everything it can do, as pieces to be played with `yield*`. */
export class Hand extends ToolHand {
  /** Asks, and waits as long as it takes. `alone`: it goes on by itself after so long. */
  *ask(ask: Ask, alone: number | null = null): Script<Heard> {
    return yield { type: 'ask', ask, alone };
  }

  /** Asks for a permission or the like. */
  *mayI(ask: Ask, alone: number | null = null): Script<Verdict> {
    const heard = yield* this.ask(ask, alone);
    if (heard.type !== 'answered') return { allowed: null, prompt: heard.type === 'prompted' ? heard.prompt : null };
    return verdictOf(heard.action, ask);
  }

  /** A permission to run a command; when it is given, the command runs. */
  *mayRun(
    command: string,
    {
      reason,
      cwd,
      ms = 5_000,
      output = '',
      ok = true,
    }: { reason?: string; cwd?: string; ms?: number; output?: string; ok?: boolean },
  ): Script<Verdict> {
    const { tool, ...call } = shellCall(this.agent, command);
    const callId = this.call({ tool, ...call });
    const verdict = yield* this.mayI({
      kind: 'permission',
      tool,
      title: 'Run a command',
      command,
      cwd: cwd ?? this.agent.dir,
      ...(reason === undefined ? {} : { reason }),
      choices: commandChoices(this.agent, command),
    });
    if (verdict.allowed !== true) {
      this.result(callId, refusal(verdict), false);
      return verdict;
    }
    yield { type: 'work', ms, with: 'tool', doing: `Running ${command}` };
    this.result(callId, output, ok);
    return verdict;
  }

  /** A permission to edit a file; when it is given, the file is edited. */
  *mayEdit(path: string, before: string, after: string, reason?: string): Script<Verdict> {
    const view: ToolView = { type: 'edit', files: [{ path, change: 'update', before, after }] };
    const callId = this.call({ tool: 'Edit', summary: path, input: `file_path: ${path}`, view });
    const verdict = yield* this.mayI({
      kind: 'permission',
      tool: 'Edit',
      title: `Edit ${path}`,
      edits: [{ path, before, after }],
      cwd: this.agent.dir,
      ...(reason === undefined ? {} : { reason }),
      choices: [
        { id: 'allow', label: 'Yes', effect: 'allow', takesMessage: false },
        {
          id: 'always:0',
          label: 'Yes, allow all edits during this session',
          effect: 'allow_always',
          takesMessage: false,
        },
        { id: 'deny', label: 'No', effect: 'deny', takesMessage: true },
      ],
    });
    if (verdict.allowed === true) yield { type: 'work', ms: 900, with: 'tool', doing: `editing ${path}` };
    this.result(
      callId,
      verdict.allowed === true ? `The file ${path} has been updated.` : refusal(verdict),
      verdict.allowed === true,
    );
    return verdict;
  }

  /** Starts a subagent; it lives in a conversation of its own until `finish`. */
  subagent(role: string, description: string, prompt: string): DemoSubagent {
    const agentId = this.random.hex(8);
    const view: ToolView = { type: 'subagent', role, description, prompt };
    const callId = this.call({ tool: 'Task', summary: description, input: `prompt: ${prompt}`, view, agentId });
    const book = new ConversationBook(`${this.agent.profile.name}-${agentId}`);
    const made = { agentId, role, description, callId, book, running: true };
    this.agent.subagents.set(agentId, made);
    this.agent.write({ kind: 'prompt', text: prompt, images: 0, via: 'sdk' }, book);
    return made;
  }

  /** What a subagent does, in one step. */
  *asSubagent(subagent: DemoSubagent, command: string, output: string, ms = 4_000): Script {
    const { tool, summary, input, view } = shellCall(this.agent, command);
    const callId = `toolu_${this.random.hex(16)}`;
    this.agent.write({ kind: 'tool_call', callId, tool, summary, input, view }, subagent.book);
    yield { type: 'work', ms, with: 'tool', doing: `${subagent.role}: ${command}` };
    this.agent.write({ kind: 'tool_result', callId, ok: true, output }, subagent.book);
    const { world, model, meter } = this.agent;
    meter.responded(output, { at: world.sim.now(), model, agentId: subagent.agentId });
  }

  finish(subagent: DemoSubagent, report: string): void {
    subagent.running = false;
    this.agent.write({ kind: 'reply', text: report, model: this.agent.model }, subagent.book);
    this.result(subagent.callId, report, true, subagent.agentId);
  }
}
