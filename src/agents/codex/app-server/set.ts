import type { Action } from '../../../contract/command.ts';
import type { Evidence } from '../../../contract/evidence.ts';
import type { JsonObject } from '../../../lib/json.ts';
import type { Handover } from '../../../ports/agent.ts';
import { MODE_CHOICES, PLAN, presetSettings } from '../modes.ts';
import type { Delivery } from './deliver.ts';
import { readThread } from './loaded.ts';
import { CHANNEL, handover, orAborted, refused } from './reply.ts';

/** Sets what the thread may do from its next turn on. */
export async function setMode(delivery: Delivery, { mode }: Extract<Action, { type: 'mode' }>): Promise<Handover> {
  const preset = presetSettings(mode);
  if (preset === null && mode !== PLAN) {
    const ids = MODE_CHOICES.map(({ id }) => id).join(', ');
    return refused('no_such_mode', `Expected one of ${ids}, got "${mode}". Nothing was sent.`);
  }
  const heard = await delivery.listen();
  const settings = delivery.thread.settings.known;
  if (heard && settings?.mode === mode) return already(delivery, `its mode is ${mode}`);
  const leavesPlan = !heard || settings?.mode === PLAN;
  const collaboration = mode === PLAN || leavesPlan ? await collaborationMode(delivery, mode) : {};
  if (collaboration === null) return refused('unknown_model', 'The Codex server does not say which model it uses.');
  return update(delivery, { ...preset, ...collaboration }, heard ? null : `its mode is ${mode}`);
}

/** Sets the model, and how hard it thinks, from the next turn on. The server takes any name: AMC sends only known ones. */
export async function setModel(delivery: Delivery, wanted: Extract<Action, { type: 'model' }>): Promise<Handover> {
  const { thread, models } = delivery;
  const { model, effort } = wanted;
  const before = await readThread(delivery.rpc, thread.id);
  const now = before.state === 'read' ? before.thread : null;
  const known = models.find((one) => one.id === model);
  if (known === undefined && now?.model !== model)
    return refused('no_such_model', `The Codex server offers no model "${model}". Nothing was sent.`);
  if (effort !== undefined && known !== undefined && !known.efforts.includes(effort))
    return refused('no_such_effort', `${model} offers ${known.efforts.join(', ')}, not "${effort}". Nothing was sent.`);
  const same = now?.model === model && (effort === undefined || now.reasoningEffort === effort);
  if (same) return already(delivery, `its model is ${model}${effort === undefined ? '' : ` (${effort})`}`);
  const heard = await delivery.listen();
  const what = `its model is ${model}`;
  return update(delivery, { model, ...(effort === undefined ? {} : { effort }) }, heard ? null : what);
}

export async function rename(delivery: Delivery, title: string): Promise<Handover> {
  const { rpc, thread, signal } = delivery;
  if (thread.name === title) return already(delivery, 'it has this name');
  return handover(
    await orAborted(rpc.request('thread/name/set', { threadId: thread.id, name: title }), signal),
    'asked to name the thread',
  );
}

/** Words for the summary cannot be given; leaving them out without a word would be another command than was meant. */
export async function compact(
  delivery: Delivery,
  { instructions }: Extract<Action, { type: 'compact' }>,
): Promise<Handover> {
  if (instructions !== undefined && instructions.trim() !== '')
    return refused('takes_no_instructions', 'Codex takes no instructions for compacting. Nothing was sent.');
  if (delivery.thread.isActive)
    return refused('busy', 'Codex runs a turn; nothing was sent.', 'Compact when the turn is over.');
  await delivery.listen();
  const { rpc, thread, signal } = delivery;
  const reply = await orAborted(rpc.request('thread/compact/start', { threadId: thread.id }), signal);
  return handover(reply, 'asked to compact the context');
}

/**
 * A thread without a turn cannot be listened to, and writes no record (FORMAT.md §2): of it the reply is all the proof
 * there is. The server refuses a profile it does not know with an error.
 */
async function update(
  { rpc, thread, signal, now }: Delivery,
  settings: JsonObject,
  unheard: string | null,
): Promise<Handover> {
  const params = { threadId: thread.id, ...settings };
  const reply = await orAborted(rpc.request('thread/settings/update', params), signal);
  return handover(
    reply,
    'asked to change its settings from the next turn on',
    unheard === null
      ? undefined
      : evidence(now(), `the Codex server took the setting before the first turn: ${unheard}`),
  );
}

/** Plan mode is a setting of its own, which carries the model and effort: those that are set now. */
async function collaborationMode({ rpc, thread }: Delivery, mode: string): Promise<JsonObject | null> {
  const read = await readThread(rpc, thread.id);
  const model = read.state === 'read' ? read.thread.model : null;
  if (!model || read.state !== 'read') return null;
  const settings = { model, reasoning_effort: read.thread.reasoningEffort ?? null, developer_instructions: null };
  return { collaborationMode: { mode: mode === PLAN ? PLAN : 'default', settings } };
}

function already({ now }: Delivery, what: string): Handover {
  const confirmed = evidence(now(), `the Codex server says that ${what} already`);
  return { state: 'accepted', via: CHANNEL, note: 'nothing was to be changed', confirmed };
}

function evidence(at: number, detail: string): Evidence {
  return { source: 'app_server', at, detail };
}
