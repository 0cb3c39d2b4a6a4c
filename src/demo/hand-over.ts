import type { Command, DeliveryReason } from '../contract/command.ts';
import type { Evidence } from '../contract/evidence.ts';
import type { DemoAgent } from './agent.ts';

/** How long the agent's own record takes, ms. */
const RECORD_MS = 450;

/** Does to an agent what a command asks for. `proven` is called when its record is there. Null: it could be done. */
export function handOver(
  agent: DemoAgent,
  { action }: Command,
  proven: (evidence: Evidence) => void,
): DeliveryReason | null {
  const record = (detail: string, recordId: string): void => {
    const { sim } = agent.world;
    const source = agent.profile.agent === 'claude' ? 'transcript' : 'app_server';
    sim.after(RECORD_MS, () =>
      proven({ source, at: sim.now(), detail: `${source.replace('_', '-')}: ${detail}`, recordId }),
    );
  };
  const setTo = (detail: string): null => {
    const { id } = agent.write({ kind: 'note', note: detail.startsWith('model') ? 'model' : 'mode', text: detail });
    record(detail, id);
    return null;
  };
  switch (action.type) {
    case 'prompt': {
      const files = (action.attachments ?? []).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
      const images = files.filter((name) => /\.(png|jpe?g|gif|webp)$/i.test(name)).length;
      agent.prompt({ text: action.text, images, files, taken: (id) => record('its record of the prompt', id) });
      return null;
    }
    case 'answer':
    case 'approve':
    case 'deny':
      agent.answer(action);
      record(
        action.type === 'deny' ? 'tool result: denied by the user' : 'tool result: allowed by the user',
        action.requestId,
      );
      return null;
    case 'interrupt':
      agent.interrupt();
      record('turn interrupted', agent.book.last('note')?.id ?? agent.id);
      return null;
    case 'mode':
      agent.mode = action.mode;
      return setTo(`mode: ${action.mode}`);
    case 'model':
      agent.model = action.model;
      agent.effort = action.effort ?? agent.effort;
      return setTo(`model: ${action.model}${action.effort === undefined ? '' : `, effort ${action.effort}`}`);
    case 'compact':
    case 'clear': {
      const before = Math.round(agent.meter.context / 1_000);
      agent.meter.compacted();
      const text =
        action.type === 'clear' ? 'Conversation cleared' : `Conversation compacted, ${before}k tokens became 3k`;
      record(text, agent.write({ kind: 'note', note: 'compacted', text }).id);
      return null;
    }
    case 'rename':
      agent.title = action.title;
      agent.changed();
      record(`its name is “${action.title}”`, agent.id);
      return null;
    case 'close':
      agent.end();
      record('the process ended', String(agent.pid));
      return null;
  }
}
