import type { ConversationItem, FileChange, ToolView } from '../contract/conversation.ts';
import type { DemoAgent, DemoSubagent } from './agent.ts';
import type { AnswerAction, Ask, Heard, Script, TakenPrompt } from './beats.ts';
import { ConversationBook } from './conversation-book.ts';
import type { Random } from './random.ts';

export interface ToolUse {
  tool: string;
  /** The live line while it runs. */
  doing: string;
  summary: string;
  input: string;
  view: ToolView;
  ms: number;
  output: string;
  ok?: boolean;
}

/** The verdict on something that was asked. */
export type Verdict =
  | { allowed: true; choiceId: string | undefined }
  | { allowed: false; message: string | undefined; choiceId: string | undefined }
  /** Nobody decided: it went on by itself, or was prompted. */
  | { allowed: null; prompt: TakenPrompt | null };

const CHUNK = 14;

/** How a script moves its agent: everything it can do, as pieces to be played with `yield*`. */
export class Hand {
  readonly #agent: DemoAgent;

  constructor(agent: DemoAgent) {
    this.#agent = agent;
  }

  get agent(): DemoAgent {
    return this.#agent;
  }

  get random(): Random {
    return this.#agent.random;
  }

  /** A prompt as its user typed it in the terminal. */
  prompted(
    text: string,
    via: 'typed' | 'queued' | 'command' = 'typed',
    images = 0,
    files: readonly string[] = [],
  ): ConversationItem {
    this.#agent.meter.read(text);
    this.#agent.lastEvent = 'UserPromptSubmit';
    return this.#agent.write({
      kind: 'prompt',
      text,
      images,
      via,
      ...(files.length === 0 ? {} : { files: [...files] }),
    });
  }

  note(note: Extract<ConversationItem, { kind: 'note' }>['note'], text: string): void {
    this.#agent.write({ kind: 'note', note, text });
  }

  *think(text: string, ms: number): Script {
    yield { type: 'work', ms, with: 'model', doing: 'Thinking' };
    this.#respond(text);
    this.#agent.write({ kind: 'thinking', text });
  }

  /** A reply. Codex tells it while it writes. */
  *say(text: string, ms = 2_500): Script {
    if (this.#agent.profile.agent === 'codex' && this.#agent.world.sim.isLive) yield* this.#aloud(text);
    else yield { type: 'work', ms, with: 'model', doing: 'Writing a reply' };
    this.#respond(text);
    this.#agent.write({ kind: 'reply', text, model: this.#agent.model });
  }

  /** Uses a tool. */
  *use({ tool, doing, summary, input, view, ms, output, ok = true }: ToolUse): Script {
    const callId = this.call({ tool, summary, input, view });
    yield { type: 'work', ms, with: 'tool', doing };
    this.result(callId, output, ok);
  }

  *run(command: string, { ms = 4_000, output = '', ok = true, doing = `Running ${command}` } = {}): Script {
    yield* this.use({ ...shellCall(this.#agent, command), doing, ms, output, ok });
  }

  *read(path: string, output: string, ms = 900): Script {
    const lines = output.split('\n').length;
    const view: ToolView = { type: 'read', path, from: 1, lines };
    const isCodex = this.#agent.profile.agent === 'codex';
    if (isCodex) return yield* this.run(`sed -n '1,${lines}p' ${path}`, { ms, output, doing: `Reading ${path}` });
    yield* this.use({
      tool: 'Read',
      doing: `Reading ${path}`,
      summary: path,
      input: `file_path: ${path}`,
      view,
      ms,
      output,
    });
  }

  *grep(pattern: string, path: string, output: string, ms = 700): Script {
    const doing = `Searching for ${pattern}`;
    if (this.#agent.profile.agent === 'codex')
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
    const isCodex = this.#agent.profile.agent === 'codex';
    const isNew = files.every(({ change }) => change === 'add');
    yield* this.use({
      tool: isCodex ? 'apply_patch' : isNew ? 'Write' : 'Edit',
      doing: `Editing ${paths}`,
      summary: paths,
      input: files.map(({ path }) => `file_path: ${path}`).join('\n'),
      view: { type: 'edit', files: [...files] },
      ms,
      output: isCodex ? `Success. Updated the following files:\n${paths}` : `The file ${paths} has been updated.`,
    });
  }

  *todos(items: readonly (readonly [string, 'pending' | 'active' | 'done'])[]): Script {
    yield* this.use({
      tool: this.#agent.profile.agent === 'codex' ? 'update_plan' : 'TodoWrite',
      doing: 'Planning',
      summary: `${items.length} steps`,
      input: items.map(([text, state]) => `${state}: ${text}`).join('\n'),
      view: { type: 'todo', items: items.map(([text, state]) => ({ text, state })) },
      ms: 400,
      output: 'ok',
    });
  }

  *work(ms: number, doing: string): Script {
    yield { type: 'work', ms, with: 'tool', doing };
  }

  /** Busy until so many ms before the demo's first moment; does nothing when that is over. */
  *until(ago: number, doing: string): Script {
    const ms = this.#agent.world.liveFrom - ago - this.#agent.world.sim.now();
    if (ms > 0) yield { type: 'work', ms, with: 'model', doing };
  }

  /** Its turn is over. Prompted meanwhile, it does what was asked first. */
  *rest(ms: number | null): Script<TakenPrompt | null> {
    const heard = yield { type: 'rest', ms };
    return heard.type === 'prompted' ? heard.prompt : null;
  }

  *restUntil(ago: number): Script<TakenPrompt | null> {
    return yield* this.rest(Math.max(0, this.#agent.world.liveFrom - ago - this.#agent.world.sim.now()));
  }

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
    const { tool, ...call } = shellCall(this.#agent, command);
    const callId = this.call({ tool, ...call });
    const verdict = yield* this.mayI({
      kind: 'permission',
      tool,
      title: 'Run a command',
      command,
      cwd: cwd ?? this.#agent.dir,
      ...(reason === undefined ? {} : { reason }),
      choices: commandChoices(this.#agent, command),
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
      cwd: this.#agent.dir,
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
    if (verdict.allowed === true) yield { type: 'work', ms: 900, with: 'tool', doing: `Editing ${path}` };
    this.result(
      callId,
      verdict.allowed === true ? `The file ${path} has been updated.` : refusal(verdict),
      verdict.allowed === true,
    );
    return verdict;
  }

  call({
    tool,
    summary,
    input,
    view,
    agentId,
  }: Pick<ToolUse, 'tool' | 'summary' | 'input' | 'view'> & { agentId?: string }): string {
    const callId = `${this.#agent.profile.agent === 'claude' ? 'toolu_' : 'call_'}${this.random.hex(16)}`;
    this.#respond(input);
    this.#agent.lastEvent = 'PreToolUse';
    this.#agent.write({
      kind: 'tool_call',
      callId,
      tool,
      summary,
      input,
      view,
      ...(agentId === undefined ? {} : { agentId }),
    });
    return callId;
  }

  result(callId: string, output: string, ok = true, agentId?: string): ConversationItem {
    this.#agent.meter.read(output);
    this.#agent.lastEvent = 'PostToolUse';
    return this.#agent.write({
      kind: 'tool_result',
      callId,
      ok,
      output,
      ...(agentId === undefined ? {} : { agentId }),
    });
  }

  /** Starts a subagent; it lives in a conversation of its own until `finish`. */
  subagent(role: string, description: string, prompt: string): DemoSubagent {
    const agentId = this.random.hex(8);
    const view: ToolView = { type: 'subagent', role, description, prompt };
    const callId = this.call({ tool: 'Task', summary: description, input: `prompt: ${prompt}`, view, agentId });
    const book = new ConversationBook(`${this.#agent.profile.name}-${agentId}`);
    const made = { agentId, role, description, callId, book, running: true };
    this.#agent.subagents.set(agentId, made);
    this.#agent.write({ kind: 'prompt', text: prompt, images: 0, via: 'sdk' }, book);
    return made;
  }

  /** What a subagent does, in one step. */
  *asSubagent(subagent: DemoSubagent, command: string, output: string, ms = 4_000): Script {
    const { tool, summary, input, view } = shellCall(this.#agent, command);
    const callId = `toolu_${this.random.hex(16)}`;
    this.#agent.write({ kind: 'tool_call', callId, tool, summary, input, view }, subagent.book);
    yield { type: 'work', ms, with: 'tool', doing: `${subagent.role}: ${command}` };
    this.#agent.write({ kind: 'tool_result', callId, ok: true, output }, subagent.book);
    const { world, model, meter } = this.#agent;
    meter.responded(output, { at: world.sim.now(), model, agentId: subagent.agentId });
  }

  finish(subagent: DemoSubagent, report: string): void {
    subagent.running = false;
    this.#agent.write({ kind: 'reply', text: report, model: this.#agent.model }, subagent.book);
    this.result(subagent.callId, report, true, subagent.agentId);
  }

  *#aloud(text: string): Script {
    const { world, key } = this.#agent;
    const itemId = `msg_${this.random.hex(12)}`;
    const words = text.split(/(?<=\s)/);
    for (let told = CHUNK; told < words.length + CHUNK; told += CHUNK) {
      world.saying({ type: 'saying', key, itemId, text: words.slice(0, told).join(''), over: false });
      yield { type: 'work', ms: 320, with: 'model', doing: 'Writing a reply' };
    }
    world.saying({ type: 'saying', key, itemId, text, over: true });
  }

  #respond(text: string): void {
    const { world, model, meter } = this.#agent;
    meter.responded(text, { at: world.sim.now(), model });
  }
}

function shellCall(agent: DemoAgent, command: string): Pick<ToolUse, 'tool' | 'summary' | 'input' | 'view'> {
  return {
    tool: agent.profile.agent === 'codex' ? 'shell' : 'Bash',
    summary: command.split('\n')[0] ?? command,
    input: `command: ${command}`,
    view: { type: 'shell', command, cwd: agent.dir },
  };
}

function commandChoices(agent: DemoAgent, command: string): Extract<Ask, { kind: 'permission' }>['choices'] {
  const program = command.split(/\s+/).slice(0, 2).join(' ');
  if (agent.profile.agent === 'codex')
    return [
      { id: 'accept', label: 'Yes, proceed', effect: 'allow', takesMessage: false },
      {
        id: 'acceptForSession',
        label: 'Yes, and don’t ask again for this in this session',
        effect: 'allow_always',
        takesMessage: false,
      },
      { id: 'decline', label: 'No, go on without it', effect: 'deny', takesMessage: true },
      { id: 'cancel', label: 'No, and stop', effect: 'cancel', takesMessage: false },
    ];
  return [
    { id: 'allow', label: 'Yes', effect: 'allow', takesMessage: false },
    {
      id: 'always:0',
      label: `Yes, and don’t ask again for ${program} in this project`,
      effect: 'allow_always',
      takesMessage: false,
    },
    { id: 'deny', label: 'No', effect: 'deny', takesMessage: true },
  ];
}

function verdictOf(action: AnswerAction, ask: Ask): Verdict {
  if (action.type === 'answer') return { allowed: true, choiceId: undefined };
  const choices = 'choices' in ask ? ask.choices : [];
  const wanted = action.type === 'approve' ? ['allow', 'allow_always'] : ['deny', 'cancel'];
  const choiceId = action.choiceId ?? choices.find(({ effect }) => wanted.includes(effect))?.id;
  const effect = choices.find(({ id }) => id === choiceId)?.effect;
  const isAllowed = effect === undefined ? action.type === 'approve' : effect === 'allow' || effect === 'allow_always';
  if (isAllowed) return { allowed: true, choiceId };
  return { allowed: false, message: action.type === 'deny' ? action.message : undefined, choiceId };
}

function refusal(verdict: Verdict): string {
  const message = verdict.allowed === false ? verdict.message : undefined;
  return message === undefined
    ? 'The user doesn’t want to proceed with this tool use.'
    : `The user doesn’t want to proceed with this tool use. They said: ${message}`;
}
