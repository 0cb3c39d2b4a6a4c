import type { Session } from '../../../../src/contract/session.ts';
import type { FakeServer } from '../../../helpers/fake-server.ts';
import { makeSession, MINUTE, permission, question, SECOND } from '../../../helpers/make-session.ts';
import {
  alikeSessions,
  asksInProse,
  crowded,
  formed,
  linked,
  outOfLimit,
  outOfReach,
  trusting,
} from '../demo-control.ts';
import { demoConversation } from '../demo-conversation.ts';
import { DEMO_SOURCES, multiQuestionSession, planSession } from '../demo.ts';

const OPUS = 'claude-opus-4-5-20251101';

/** A change to a file that is to be allowed. */
export const editing: Session = makeSession({
  id: 'editing',
  title: 'Lease renewal in the queue worker',
  project: 'billing-api',
  branch: 'fix/lease',
  value: 'needs_attention',
  place: 'tmux work:3.0',
  model: OPUS,
  requests: [
    permission({
      id: 'r-edit',
      tool: 'Edit',
      waits: 95 * SECOND,
      title: 'Edit worker.ts',
      reason: 'Renews the lease before the job runs, so that a slow job is not taken twice.',
      edits: [
        {
          path: '/home/mara/code/billing-api/src/queue/worker.ts',
          before: `export async function run(job: Job): Promise<void> {
  const lease = await take(job.id, 30_000);
  await job.work();
  await lease.release();
}
`,
          after: `export async function run(job: Job): Promise<void> {
  const lease = await take(job.id, LEASE_MS);
  const beat = setInterval(() => void lease.renew(LEASE_MS), LEASE_MS / 3);
  try {
    await job.work();
  } finally {
    clearInterval(beat);
    await lease.release();
  }
}
`,
        },
      ],
    }),
  ],
});

/** Options that can be looked at before one is chosen. */
export const previewing: Session = makeSession({
  id: 'previewing',
  title: 'Error pages of the shop',
  project: 'storefront',
  value: 'needs_attention',
  place: 'tmux work:5.0',
  model: OPUS,
  requests: [
    question({
      id: 'r-preview',
      waits: 4 * MINUTE,
      questions: [
        {
          id: 'q1',
          header: 'Layout',
          text: 'How should the page for a failed payment look?',
          multiSelect: false,
          takesFreeText: true,
          options: [
            {
              label: 'One column',
              description: 'Everything below each other',
              preview:
                '┌──────────────────┐\n│ Payment failed   │\n│ Your card …      │\n│ [ Try again ]    │\n└──────────────────┘',
            },
            {
              label: 'With the order beside it',
              description: 'What was to be paid stays in view',
              preview: '┌──────────┬───────┐\n│ Failed   │ Order │\n│ [ Again ]│ 42.00 │\n└──────────┴───────┘',
            },
            {
              label: 'A banner',
              description: 'Over the cart as it is',
              preview: '!! Payment failed. Try again.\n\nCart (3) …',
            },
          ],
        },
      ],
    }),
  ],
});

/** Every kind of request there is, one session each. */
export function everyKind(): Session[] {
  return [
    crowded,
    editing,
    planSession(),
    multiQuestionSession(),
    previewing,
    formed,
    linked,
    trusting,
    asksInProse,
    outOfLimit,
    outOfReach,
    ...alikeSessions(),
  ];
}

/** As many as given that wait for one permission each, the first the longest. */
export function waiting(n: number): Session[] {
  return Array.from({ length: n }, (_, index) =>
    makeSession({
      id: `w${index}`,
      title: `Waits ${index}`,
      project: index % 2 === 0 ? 'ledger' : 'harbor',
      value: 'needs_attention',
      for: (n - index) * MINUTE,
      place: `tmux work:${index}.0`,
      requests: [permission({ id: `r${index}`, waits: (n - index) * MINUTE, command: `make step-${index}` })],
    }),
  );
}

export function fill(fake: FakeServer, sessions: readonly Session[]): void {
  fake.setSources(DEMO_SOURCES);
  for (const session of sessions) {
    fake.put(session);
    fake.say(session.key, ...demoConversation().slice(0, 9));
  }
}

/** The agent takes every answer, and asks no more. */
export function agentObeys(fake: FakeServer): void {
  fake.onCommand = ({ id, action, sessionKey }) => {
    for (const state of ['delivering', 'accepted'] as const) fake.deliver(id, { state });
    fake.deliver(id, { state: 'confirmed', evidence: { source: 'transcript', at: Date.now(), detail: 'tool result' } });
    const { requests = [] } = fake.sessions.get(sessionKey) ?? {};
    if (!('requestId' in action)) return;
    const left = requests.filter((request) => request.id !== action.requestId);
    fake.change(sessionKey, { requests: left, status: { ...statusOf(fake, sessionKey), value: 'working' } });
  };
}

function statusOf(fake: FakeServer, key: string): Session['status'] {
  const session = fake.sessions.get(key);
  if (session === undefined) throw new Error(`Expected a session ${key}`);
  return session.status;
}
