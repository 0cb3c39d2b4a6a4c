import type { Actor } from '../contract/command.ts';
import type { ConversationItem } from '../contract/conversation.ts';
import type { PaneKeys, PaneScreen, ScreenEvent } from '../contract/screen.ts';
import type { Screens } from '../services/api.ts';
import type { DemoAgent } from './agent.ts';

const COLS = 100;
const ROWS = 30;
const DIM = '\u001B[2m';
const BOLD = '\u001B[1m';
const RED = '\u001B[31m';
const GREEN = '\u001B[32m';
const ORANGE = '\u001B[38;5;208m';
const BLUE = '\u001B[34m';
const OFF = '\u001B[0m';

export interface ScreensOptions {
  agentOf: (key: string) => DemoAgent | null;
  now: () => number;
  /** Sends what was typed by hand, as its user would. */
  send: (agent: DemoAgent, text: string) => void;
  /** Decides an open request by the number of a choice. */
  choose: (agent: DemoAgent, number: number) => void;
}

/** Panes as the agents of the demo would draw them. */
export class DemoScreens implements Screens {
  readonly #options: ScreensOptions;
  readonly #followers = new Map<string, Set<(event: ScreenEvent) => void>>();
  readonly #chosen = new Map<string, number>();

  constructor(options: ScreensOptions) {
    this.#options = options;
  }

  follow(key: string, listener: (event: ScreenEvent) => void): () => void {
    const agent = this.#options.agentOf(key);
    if (agent === null || agent.hasEnded) {
      listener({ type: 'gone', reason: 'Its process has ended.' });
      return () => {};
    }
    const followers = this.#followers.get(key) ?? new Set();
    this.#followers.set(key, followers.add(listener));
    listener({ type: 'screen', screen: this.#screenOf(agent) });
    return () => followers.delete(listener);
  }

  async type(key: string, keys: PaneKeys, _actor: Actor): Promise<{ ok: boolean; reason?: string }> {
    const agent = this.#options.agentOf(key);
    if (agent === null || agent.hasEnded) return { ok: false, reason: 'Its process has ended.' };
    if ('text' in keys) this.#typeText(agent, keys.text);
    else this.#press(agent, keys.key);
    this.changed(agent);
    return { ok: true };
  }

  /** Tells those who look at its pane. */
  changed(agent: DemoAgent): void {
    const followers = this.#followers.get(agent.key);
    if (followers === undefined || followers.size === 0) return;
    const event: ScreenEvent = agent.hasEnded
      ? { type: 'gone', reason: 'Its process has ended.' }
      : { type: 'screen', screen: this.#screenOf(agent) };
    for (const listener of followers) listener(event);
  }

  #typeText(agent: DemoAgent, text: string): void {
    const number = Number(text);
    if (agent.request !== null && 'choices' in agent.request && number >= 1 && number <= 9)
      this.#options.choose(agent, number);
    else agent.typed += text;
  }

  #press(agent: DemoAgent, key: Extract<PaneKeys, { key: string }>['key']): void {
    const chosen = this.#chosen.get(agent.key) ?? 1;
    const isDialog = agent.request !== null && 'choices' in agent.request;
    if (key === 'escape' || key === 'ctrl-c') {
      if (agent.typed === '') agent.interrupt();
      else agent.typed = '';
    } else if (key === 'backspace') agent.typed = agent.typed.slice(0, -1);
    else if (key === 'up') this.#chosen.set(agent.key, Math.max(1, chosen - 1));
    else if (key === 'down') this.#chosen.set(agent.key, chosen + 1);
    else if (key === 'enter' && isDialog) this.#options.choose(agent, chosen);
    else if (key === 'enter' && agent.typed.trim() !== '') {
      this.#options.send(agent, agent.typed.trim());
      agent.typed = '';
    }
  }

  #screenOf(agent: DemoAgent): PaneScreen {
    const foot = agent.request === null ? box(agent) : dialog(agent, this.#chosen.get(agent.key) ?? 1);
    const room = ROWS - foot.length;
    const said = agent.book.items.slice(-14).flatMap((item) => linesOf(item));
    const body = [...said, '', ...working(agent)].slice(-room);
    const rows = [...Array.from({ length: room - body.length }, () => ''), ...body, ...foot];
    const x = 2 + agent.typed.length;
    return {
      at: this.#options.now(),
      cols: COLS,
      rows,
      ...(agent.request === null ? { cursor: { x: Math.min(x, COLS - 1), y: ROWS - 3 } } : {}),
    };
  }
}

function working({ doing, status }: DemoAgent): string[] {
  if (status.value !== 'working' || doing === null) return [];
  return [`${ORANGE}✻ ${cut(doing, COLS - 24)}…${OFF} ${DIM}(esc to interrupt)${OFF}`, ''];
}

function linesOf(item: ConversationItem): string[] {
  switch (item.kind) {
    case 'prompt':
      return [
        '',
        ...wrapped(item.text, COLS - 2).map((line, index) => `${DIM}${index === 0 ? '> ' : '  '}${line}${OFF}`),
      ];
    case 'reply':
      return [
        '',
        ...wrapped(plain(item.text), COLS - 2).map((line, index) => `${index === 0 ? `${BOLD}●${OFF} ` : '  '}${line}`),
      ];
    case 'thinking':
      return [];
    case 'tool_call':
      return ['', `${GREEN}●${OFF} ${BOLD}${item.tool}${OFF}(${cut(item.summary, COLS - item.tool.length - 6)})`];
    case 'tool_result':
      return [
        `  ${item.ok ? DIM : RED}└  ${cut(item.output.split('\n').find((line) => line.trim() !== '') ?? '(no output)', COLS - 6)}${OFF}`,
      ];
    case 'note':
      return ['', `${DIM}  ${cut(item.text, COLS - 4)}${OFF}`];
  }
}

function box({ typed, mode, profile }: DemoAgent): string[] {
  const rule = `${DIM}${'─'.repeat(COLS)}${OFF}`;
  const hint =
    profile.agent === 'claude'
      ? `  ${mode === 'default' ? '? for shortcuts' : `⏵⏵ ${mode} (shift+tab to cycle)`}`
      : `  ${mode} · ctrl-c to quit`;
  return [rule, `> ${typed}`, rule, `${DIM}${hint}${OFF}`];
}

function dialog({ request }: DemoAgent, chosen: number): string[] {
  if (request === null) return [];
  const rule = `${BLUE}${'─'.repeat(COLS)}${OFF}`;
  const choices = 'choices' in request ? request.choices.map(({ label }) => label) : [];
  const options =
    request.kind === 'question' ? (request.questions[0]?.options.map(({ label }) => label) ?? []) : choices;
  return [
    rule,
    ...asked(request).map((line) => ` ${line}`),
    '',
    ...options.map(
      (label, index) => ` ${index + 1 === chosen ? `${BLUE}❯` : ' '} ${index + 1}. ${cut(label, COLS - 8)}${OFF}`,
    ),
    '',
    `${DIM} Enter to choose · Esc to cancel${OFF}`,
  ];
}

function asked(request: NonNullable<DemoAgent['request']>): string[] {
  switch (request.kind) {
    case 'permission':
      return [
        `${BOLD}${request.title}${OFF}`,
        ...wrapped(request.command ?? request.edits?.map(({ path }) => path).join(', ') ?? '', COLS - 4).map(
          (line) => `  ${line}`,
        ),
      ];
    case 'question':
      return wrapped(request.questions[0]?.text ?? '', COLS - 2);
    case 'plan':
      return [
        `${BOLD}Here is the plan:${OFF}`,
        ...wrapped(plain(request.markdown ?? ''), COLS - 4)
          .slice(0, 8)
          .map((line) => `  ${line}`),
      ];
    default:
      return wrapped(request.text, COLS - 2).slice(0, 6);
  }
}

function plain(text: string): string {
  return text.replaceAll(/[*`#]/g, '');
}

function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [''];
    for (const word of line.split(' ')) {
      const last = lines.at(-1) ?? '';
      if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
      else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return lines.map((one) => cut(one, width));
  });
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}
