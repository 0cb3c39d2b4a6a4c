import type { Script } from './beats.ts';
import { PAST } from './data/past.ts';
import { projectOf } from './data/projects.ts';
import { publishes } from './data/asking.ts';
import { keepsWorking } from './data/working.ts';
import type { Hand } from './hand.ts';
import { HOUR, MINUTE, SECOND, type Profile } from './profile.ts';
import { standBy } from './reactions.ts';

/** So many agents, of which exactly one needs somebody: to try out whether it is found. */
export function crowd(count: number): readonly Profile[] {
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, index) => member(index));
  const one: Profile = {
    name: 'publish',
    agent: 'claude',
    title: 'Publish 2.4 to the registry',
    project: 'ledger',
    branch: 'release/2.4',
    model: 'claude-opus-5-5',
    mode: 'default',
    effort: 'high',
    place: { terminal: 'tmux', label: 'work:2.1' },
    startedAgo: 9 * MINUTE,
    life: publishes,
  };
  return count <= 0
    ? []
    : [...others.slice(0, Math.floor(others.length / 2)), one, ...others.slice(Math.floor(others.length / 2))];
}

function member(index: number): Profile {
  const row = PAST[index % PAST.length];
  const [, agent = 'claude', project = 'ledger', branch = 'main', title = 'Work', asked = 'Go on.', said = 'Done.'] =
    row ?? [];
  const isWorking = index % 5 < 2;
  const round = Math.floor(index / PAST.length);
  return {
    name: `member-${index}`,
    agent,
    title: round === 0 ? title : `${title} (${round + 1})`,
    project,
    branch,
    ...(index % 4 === 3 ? { host: 'build-3' } : {}),
    model: agent === 'claude' ? (index % 2 === 0 ? 'claude-opus-5-5' : 'claude-sonnet-5-5') : 'gpt-6.1-sol',
    mode: agent === 'claude' ? 'acceptEdits' : 'approve-for-me',
    effort: 'medium',
    place: { terminal: index % 7 === 3 ? 'zellij' : 'tmux', label: `work:${Math.floor(index / 6)}.${index % 6}` },
    startedAgo: isWorking ? (3 + (index % 11)) * MINUTE : Math.min(2.5 * HOUR, (5 + index * 4) * MINUTE),
    life: isWorking ? (me) => works(me, asked, said) : (me) => rests(me, asked, said),
  };
}

function* works(me: Hand, asked: string, said: string): Script {
  me.prompted(asked);
  yield* keepsWorking(me, ['Go on.', 'And the rest.'], [said]);
}

function* rests(me: Hand, asked: string, said: string): Script {
  const { files, check } = projectOf(me.agent.profile.project);
  const file = me.random.pick(files);
  me.prompted(asked);
  yield* me.read(file.path, file.text);
  yield* me.edit(file.path, file.text, file.changed, 7 * SECOND);
  yield* me.run(check.command, { ms: 18 * SECOND, output: check.output });
  yield* me.say(said);
  yield* standBy(me);
}
