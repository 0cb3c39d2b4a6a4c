import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS =
  'the server state cache file reader parser offset line buffer request test error timeout queue worker session stream token prompt tool result'.split(
    ' ',
  );

/**
 * Writes a made-up home: original session files and event logs, Claude transcripts, Codex rollouts. Deterministic but
 * for modification times: `active` rollouts are of now, everything else is days old.
 */
export function writeCorpus(home, { claudeSessions, codexSessions = 0, active = 0, lines = 200, codexLines = lines }) {
  const next = randomFrom(7);
  const old = Date.now() / 1000 - 4 * 86_400;
  for (let i = 0; i < claudeSessions; i += 1) writeClaude(home, i, lines, next, old - i * 60);
  for (let i = 0; i < codexSessions; i += 1)
    writeCodex(home, i, codexLines, next, i < active ? Date.now() / 1000 : old - i * 60);
}

export const uuid = (kind, i) => `${kind}-0000-4000-8000-${String(i).padStart(12, '0')}`;

function writeClaude(home, i, lines, next, at) {
  const id = uuid('0c1a0de0', i);
  const project = `/home/dev/projects/app-${i % 20}`;
  const data = join(home, '.local/share/amc');
  const stamp = new Date(at * 1000).toISOString();
  write(
    join(data, 'sessions', `${id}.json`),
    at,
    JSON.stringify(
      {
        session_id: id,
        agent: 'claude',
        project: `app-${i % 20}`,
        project_dir: project,
        status: ['done', 'active', 'needs_attention'][i % 3],
        started_at: stamp,
        last_event_at: stamp,
        last_event: 'Stop',
        last_message_preview: sentence(next, 20),
        pending_questions: [],
        zellij_session: '',
        zellij_pane: '',
      },
      null,
      2,
    ),
  );
  write(join(data, 'events', `${id}.jsonl`), at, `${JSON.stringify({ at: stamp, event: 'Stop' })}\n`.repeat(20));
  const rows = [];
  for (let n = 0; n < lines; n += 1) {
    const base = {
      uuid: `${id}-${n}`,
      sessionId: id,
      timestamp: stamp,
      cwd: project,
      version: '2.1.330',
      gitBranch: 'main',
    };
    rows.push(
      JSON.stringify(
        n % 4 === 0
          ? { type: 'user', ...base, message: { role: 'user', content: sentence(next, 30) } }
          : {
              type: 'assistant',
              ...base,
              message: {
                id: `m${n}`,
                role: 'assistant',
                model: 'claude-opus-5-5',
                content: [{ type: 'text', text: sentence(next, 60) }],
                usage: { input_tokens: 100, output_tokens: 50 },
              },
            },
      ),
    );
  }
  write(
    join(home, '.claude/projects', project.replaceAll(/[^A-Za-z0-9]/g, '-'), `${id}.jsonl`),
    at,
    `${rows.join('\n')}\n`,
  );
}

function writeCodex(home, i, lines, next, at) {
  const id = uuid('0c0de000', i);
  const day = new Date(at * 1000);
  const stamp = day.toISOString();
  const rows = [
    JSON.stringify({
      timestamp: stamp,
      type: 'session_meta',
      payload: { id, timestamp: stamp, cwd: `/home/dev/projects/api-${i % 10}`, cli_version: '0.169.0', source: 'cli' },
    }),
  ];
  for (let n = 1; n < lines; n += 1) {
    const role = n % 4 === 1 ? 'user' : 'assistant';
    rows.push(
      JSON.stringify(
        n % 3 === 0
          ? {
              timestamp: stamp,
              type: 'response_item',
              payload: { type: 'function_call_output', call_id: `c${n}`, output: sentence(next, 200) },
            }
          : {
              timestamp: stamp,
              type: 'response_item',
              payload: {
                type: 'message',
                role,
                content: [{ type: role === 'user' ? 'input_text' : 'output_text', text: sentence(next, 60) }],
              },
            },
      ),
    );
  }
  const folder = join(
    home,
    '.codex/sessions',
    String(day.getUTCFullYear()),
    String(day.getUTCMonth() + 1).padStart(2, '0'),
    String(day.getUTCDate()).padStart(2, '0'),
  );
  write(join(folder, `rollout-${stamp.slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`), at, `${rows.join('\n')}\n`);
}

function write(path, at, text) {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, at, at);
}

function sentence(next, words) {
  const chosen = [];
  for (let i = 0; i < words; i += 1) chosen.push(WORDS[next() % WORDS.length]);
  return `${chosen.join(' ')}.`;
}

/** A small generator of the same numbers every time. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
}
