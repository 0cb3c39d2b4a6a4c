import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeCorpus } from '../corpus.mjs';

/**
 * Writes a made-up history under a fresh home: with `baseline` by its `make_corpus.py`, else by the generator of this
 * project, whose text is plainer. Returns its files and bytes.
 */
export function makeHistory({ home, baseline, claude, codex = 0, lines, bigMb = 0 }) {
  const script = baseline === null ? null : join(baseline, 'make_corpus.py');
  if (script !== null && existsSync(script)) {
    const counts = [
      '--claude-sessions',
      claude,
      '--codex-sessions',
      codex,
      '--lines',
      lines,
      '--active',
      0,
      '--seed',
      7,
    ];
    const big = bigMb === 0 ? [] : ['--big-mb', bigMb];
    const made = spawnSync('python3', [script, '--home', home, ...counts, ...big].map(String), { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`make_corpus.py: ${made.stderr}`);
  } else {
    writeCorpus(home, { claudeSessions: claude, codexSessions: codex, lines });
    if (bigMb > 0) writeCorpus(home, { claudeSessions: 1, lines: bigMb * 1_000 });
  }
  // The original's own state files, which the generators write too, are no transcripts.
  for (const folder of ['sessions', 'events'])
    rmSync(join(home, '.local/share/amc', folder), { recursive: true, force: true });
  const paths = transcriptsOf(home);
  const sizes = paths.map((path) => statSync(path).size);
  return {
    paths,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    biggest: paths[sizes.indexOf(Math.max(...sizes))],
  };
}

export function transcriptsOf(home) {
  return ['.claude/projects', '.codex/sessions']
    .map((folder) => join(home, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true })
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => join(folder, name)),
    );
}
