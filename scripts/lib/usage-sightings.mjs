import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every place in the transcripts of a home that tells of tokens, in file order: what programs that count usage choose
 * from. Days are UTC. `docs/usage.md`, "Compared with ccusage", says what the fields are for.
 */
export function sightingsIn(home) {
  return [...claudeSightings(join(home, '.claude', 'projects')), ...codexSightings(join(home, '.codex'))];
}

function* claudeSightings(dir) {
  // ccusage reads the file with the oldest record first, which matters where it keeps the first of two.
  const files = jsonLinesUnder(dir).map((file) => ({ file, records: recordsOf(file, '"usage"') }));
  const age = ({ records }) => records[0]?.record.timestamp ?? '9';
  for (const { file, records } of files.toSorted((a, b) => (age(a) < age(b) ? -1 : 1))) {
    for (const { record, line } of records) {
      const told = record.type === 'progress' ? record.data?.message : record;
      const usage = told?.message?.usage;
      if (usage === undefined || usage === null || typeof told.timestamp !== 'string') continue;
      yield claudeSighting({ told, usage, place: `${file}:${line}`, kind: record.type });
    }
  }
}

function claudeSighting({ told, usage, place, kind }) {
  const { id = null, model } = told.message;
  const parts = usage.cache_creation ?? null;
  return {
    agent: 'claude',
    place,
    kind,
    isError: told.isApiErrorMessage === true,
    at: told.timestamp,
    day: told.timestamp.slice(0, 10),
    model: model ?? '',
    id,
    request: told.requestId ?? null,
    input: usage.input_tokens ?? 0,
    output: usage.output_tokens ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheTotal: usage.cache_creation_input_tokens ?? null,
    cacheParts: parts === null ? null : (parts.ephemeral_5m_input_tokens ?? 0) + (parts.ephemeral_1h_input_tokens ?? 0),
    advisors: (usage.iterations ?? []).filter(({ type }) => type === 'advisor_message'),
  };
}

function* codexSightings(home) {
  for (const folder of ['sessions', 'archived_sessions']) {
    for (const file of jsonLinesUnder(join(home, folder))) yield* rolloutSightings(file, folder);
  }
}

function* rolloutSightings(file, folder) {
  const session = /([0-9a-f-]{36})\.jsonl$/.exec(file)?.[1] ?? file;
  let [model, sum, forkedFrom] = ['', null, null];
  for (const { record, line } of recordsOf(file, 'token_count', 'turn_context', 'session_meta')) {
    const { payload, timestamp } = record;
    if (record.type === 'session_meta') forkedFrom ??= payload?.forked_from_id ?? null;
    if (record.type === 'turn_context') model = payload?.model ?? model;
    const info = payload?.type === 'token_count' ? payload.info : null;
    if (info === null || info === undefined) continue;
    const total = info.total_token_usage ?? null;
    yield {
      agent: 'codex',
      place: `${file}:${line}`,
      archived: folder !== 'sessions',
      session,
      forkedFrom,
      at: timestamp,
      day: timestamp.slice(0, 10),
      model,
      again: total !== null && sum !== null && total.total_tokens === sum.total_tokens,
      last: info.last_token_usage ?? null,
      grown: total === null ? null : less(total, sum),
    };
    sum = total ?? sum;
  }
}

const COUNTS = ['input_tokens', 'cached_input_tokens', 'output_tokens'];

function less(total, before) {
  return Object.fromEntries(COUNTS.map((name) => [name, Math.max(0, (total[name] ?? 0) - (before?.[name] ?? 0))]));
}

function jsonLinesUnder(dir) {
  let entries;
  try {
    entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** The records of lines that hold one of the words; lines that are no JSON are nobody's. */
function recordsOf(file, ...words) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      if (!words.some((word) => text.includes(word))) return [];
      try {
        return [{ record: JSON.parse(text), line: index + 1 }];
      } catch {
        return [];
      }
    });
}
