/**
 * A trigger is a line of the prompt that starts with one of these words and a colon (`PLAN` also stands alone).
 * `rest`: the argument is everything that follows, over all lines. `word`: the argument is one word.
 */
const TRIGGERS = {
  SAY: 'rest',
  BASH: 'rest',
  RUN: 'rest',
  TOOL: 'rest',
  PLAN: 'rest',
  ASK: 'word',
  FAIL: 'word',
  SLOW: 'word',
  HOLD: 'word',
  STREAM: 'word',
} as const;

export type TriggerName = keyof typeof TRIGGERS;
export type Trigger = { name: TriggerName; argument: string };

const TRIGGER_LINE = new RegExp(`^(${Object.keys(TRIGGERS).join('|')})(?::|$)`, 'gm');

/**
 * The trigger the prompt asks for. When a turn failed or was interrupted before the model spoke, agents send the
 * old prompt and the new one together: the last trigger counts, and words on the lines after a `word` trigger are
 * a newer prompt without a trigger.
 */
export function findTrigger(prompt: string): Trigger | undefined {
  const match = [...prompt.matchAll(TRIGGER_LINE)].at(-1);
  const name = match?.[1];
  if (!match || !isTriggerName(name)) return undefined;
  const rest = prompt.slice(match.index + match[0].length);
  if (TRIGGERS[name] === 'rest') return { name, argument: rest.trim() };
  const [word = '', ...newer] = rest.trim().split(/\s*\n\s*/);
  return newer.length === 0 ? { name, argument: word.trim() } : undefined;
}

/** The words of the newest prompt, when no trigger asks for anything. */
export function plainWords(prompt: string): string {
  const match = [...prompt.matchAll(TRIGGER_LINE)].at(-1);
  if (!match) return prompt.trim();
  return prompt.slice(match.index).split('\n').slice(1).join('\n').trim();
}

function isTriggerName(name: string | undefined): name is TriggerName {
  return name !== undefined && Object.hasOwn(TRIGGERS, name);
}
