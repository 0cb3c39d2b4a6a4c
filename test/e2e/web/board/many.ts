import type { MarkColour } from '../../../../src/contract/marks.ts';
import type { Session } from '../../../../src/contract/session.ts';
import { makeSession, MINUTE, SECOND } from '../../../helpers/make-session.ts';
import { demoSessions } from '../demo.ts';

const WINDOW = 200_000;
const COLOURS: MarkColour[] = ['cyan', 'purple', 'yellow'];

/** The demo's sessions with what they have used, and marks on some. */
export function lived(sessions: readonly Session[] = demoSessions()): Session[] {
  return sessions.map((session, index) => ({
    ...session,
    ...(session.status.value === 'starting' ? {} : { vitals: vitalsOf(session, index) }),
    ...marksOf(session, index),
  }));
}

function vitalsOf({ status }: Session, index: number): NonNullable<Session['vitals']> {
  const busy = status.value === 'working';
  return {
    contextTokens: 9_000 + ((index * 37_919) % 180_000),
    ...(index % 7 === 6 ? {} : { contextWindow: WINDOW }),
    ...(index % 5 === 4 ? {} : { cost: 0.004 + ((index * 1.37) % 23) }),
    ...(busy && index % 3 === 1 ? { subagents: (index % 4) + 1 } : {}),
    ...(busy && index % 4 === 2 ? { backgroundTasks: 1 } : {}),
  };
}

function marksOf({ status }: Session, index: number): Pick<Session, 'marks'> {
  const colour = index % 6 === 5 ? { colour: COLOURS[index % 3] ?? 'cyan' } : {};
  if (status.value === 'ended') return {};
  if (index === 4) return { marks: { pinned: true, colour: 'magenta' } };
  if (index === 14) return { marks: { pinned: true, name: 'Settlement report, for Friday' } };
  if (index === 18) return { marks: { snoozedUntil: Date.now() + 50 * MINUTE, ...colour } };
  return 'colour' in colour ? { marks: colour } : {};
}

const PROJECTS = [
  'ledger',
  'billing-api',
  'storefront',
  'harbor',
  'infra',
  'docs',
  'mobile',
  'search',
  'parser',
  'api',
];

/** Three hundred that live, five of which wait for somebody. */
export function threeHundred(): Session[] {
  const asking = demoSessions().slice(0, 3);
  const others = Array.from({ length: 297 }, (_, index) =>
    makeSession({
      id: `n${index}`,
      agent: index % 3 === 2 ? 'codex' : 'claude',
      title: `Task ${index + 1} of the backlog`,
      project: PROJECTS[index % PROJECTS.length] ?? 'ledger',
      branch: `task/${index + 1}`,
      value: index % 3 === 0 ? 'idle' : 'working',
      for: (index + 1) * 7 * SECOND,
      place: `tmux w${index % 9}:${index % 5}.0`,
      model: index % 3 === 2 ? 'gpt-5.2-codex' : 'claude-sonnet-4-5-20250929',
      ...(index % 3 === 0
        ? { preview: `Done with part ${index}; all tests pass.` }
        : { doing: `Editing src/part-${index}.ts` }),
    }),
  );
  return lived([...asking, ...others]);
}
