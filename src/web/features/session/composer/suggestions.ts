import type { Completion, CompletionReply } from '../../../../contract/completion.ts';
import type { SessionKey } from '../../../../contract/session.ts';
import { client } from '../../../state/connection.ts';
import type { TypedToken } from './typed-token.ts';

const FRESH_MS = 10_000;
const MOST_NAMED = 200;
const MOST_FILES = 50;

type Asked = Pick<TypedToken, 'trigger' | 'text'>;

let last: { name: string; at: number; reply: Promise<CompletionReply> } | null = null;

/** What stands behind a trigger. Commands and skills are asked for once in a while and looked through here. */
export async function suggestionsFor(key: SessionKey, asked: Asked, signal?: AbortSignal): Promise<CompletionReply> {
  if (asked.trigger === '@') return ask(key, asked, MOST_FILES, signal);
  const all = await namedOf(key, asked.trigger);
  if (all.more) return ask(key, asked, MOST_NAMED, signal);
  return { ...all, items: fitting(all.items, asked) };
}

/** Every command or skill. Asked for before anybody types, it also tells which triggers the agent has. */
export function namedOf(key: SessionKey, trigger: '/' | '$'): Promise<CompletionReply> {
  const name = `${trigger} ${key}`;
  if (last?.name === name && performance.now() - last.at < FRESH_MS) return last.reply;
  const reply = ask(key, { trigger, text: '' }, MOST_NAMED);
  const mine = { name, at: performance.now(), reply };
  last = mine;
  // What failed is asked again the next time.
  void reply.catch(() => {
    if (last === mine) last = null;
  });
  return reply;
}

/** Those that hold what was typed; those that begin with it first. The order is otherwise as given. */
export function fitting(items: readonly Completion[], { trigger, text }: Asked): Completion[] {
  const wanted = text.toLowerCase();
  const words = (item: Completion): string =>
    (trigger === '@' ? `${item.detail ?? ''}${item.label}` : item.label.slice(trigger.length)).toLowerCase();
  const fits = items.filter((item) => words(item).includes(wanted));
  if (trigger === '@') return fits;
  return [
    ...fits.filter((one) => words(one).startsWith(wanted)),
    ...fits.filter((one) => !words(one).startsWith(wanted)),
  ];
}

function ask(key: SessionKey, { trigger, text }: Asked, limit: number, signal?: AbortSignal): Promise<CompletionReply> {
  const query = { trigger, text: text.slice(0, 500), limit };
  return client.call('completions', { params: { key }, query, ...(signal === undefined ? {} : { signal }) });
}
