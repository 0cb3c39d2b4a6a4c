import type { RateLimit, Span } from '../../contract/usage.ts';
import { SpanKind } from '../../contract/usage.ts';
import { AgentName } from '../../contract/agent.ts';
import type { UsageFact } from '../../ports/history-store.ts';
import { num, numOrNull, oneOf, text, textOrNull, tokens } from './columns.ts';
import { anywhere, Conditions } from './conditions.ts';
import type { IndexConnection, Row } from './connection.ts';
import { damagedIndex } from './index-errors.ts';
import { unpackSpans } from './packed-spans.ts';

/** So many responses are read at once: a reader that stops in between holds nothing open. */
const PAGE = 2000;
const HOUR = 3_600_000;

export interface UsageOptions {
  from: number | null;
  to: number | null;
  project?: string;
  sessionKey?: string;
}

const FACTS = `SELECT r.*, p.agent_id, s.agent, s.agent_session, s.dir FROM response r
  JOIN generation g ON g.id = r.generation JOIN part p ON p.id = g.part JOIN session s ON s.id = p.session`;

/** The place of a response in the order in which they are told. */
interface UsagePlace {
  generation: number;
  offset: number;
}

/** Before the first one. */
export const USAGE_BEGIN: UsagePlace = { generation: -1, offset: -1 };

/** One page of responses, by file, behind `after`. Of a period: those without a time are left out. */
export function readUsagePage(connection: IndexConnection, options: UsageOptions, after: UsagePlace): readonly Row[] {
  const conditions = new Conditions()
    .add('(r.generation, r.offset) > (?, ?)', after.generation, after.offset)
    .add('r.at >= ?', options.from)
    .add('r.at < ?', options.to)
    .add(`s.dir LIKE ? ESCAPE '\\'`, anywhere(options.project))
    .add('s.key = ?', options.sessionKey);
  return connection.all(
    `${FACTS} WHERE ${conditions.sql} ORDER BY r.generation, r.offset LIMIT ${PAGE}`,
    ...conditions.values,
  );
}

export function placeOfUsage(row: Row): UsagePlace {
  return { generation: num(row, 'generation'), offset: num(row, 'offset') };
}

export function isLastPage(rows: readonly Row[]): boolean {
  return rows.length < PAGE;
}

export function toUsageFact(row: Row): UsageFact {
  const agentId = text(row, 'agent_id');
  return {
    at: numOrNull(row, 'at'),
    agent: text(row, 'agent'),
    sessionId: text(row, 'agent_session'),
    agentId: agentId === '' ? null : agentId,
    project: textOrNull(row, 'dir') ?? '',
    model: text(row, 'model'),
    tokens: tokens(row),
    cacheWriteHour: num(row, 'cache_write_hour'),
    tier: textOrNull(row, 'tier'),
  };
}

const MAIN_FILES = `FROM session s JOIN part p ON p.session = s.id AND p.agent_id = ''
  JOIN generation g ON g.part = p.id AND g.state <> 'superseded'`;
const ROWS = `SELECT sp.* ${MAIN_FILES} JOIN span sp ON sp.generation = g.id WHERE s.key = ?`;
const PACKED = `SELECT sp.spans ${MAIN_FILES} JOIN spans sp ON sp.generation = g.id WHERE s.key = ?`;

/** Of the main conversation, by beginning. */
export function readSpans(connection: IndexConnection, key: string): readonly Span[] {
  const rows = connection.all(ROWS, key).map(toSpan);
  const packed = connection.all(PACKED, key).flatMap((row) => spansOf(connection, text(row, 'spans')));
  return [...rows, ...packed].sort((a, b) => a.from - b.from || (a.to ?? -1) - (b.to ?? -1));
}

function toSpan(row: Row): Span {
  const label = text(row, 'label');
  return {
    kind: oneOf(row, 'kind', SpanKind.options),
    from: num(row, 'from_at'),
    to: numOrNull(row, 'to_at'),
    ...(label !== '' && { label }),
  };
}

function spansOf(connection: IndexConnection, packed: string): readonly Span[] {
  try {
    return unpackSpans(packed);
  } catch (cause) {
    throw damagedIndex(connection.path, cause);
  }
}

const WAITED = `SELECT sp.from_at, sp.to_at FROM span sp JOIN generation g ON g.id = sp.generation
  JOIN part p ON p.id = g.part WHERE sp.kind = 'waiting_for_you' AND sp.to_at IS NOT NULL
    AND g.state <> 'superseded' AND p.agent_id = ''`;

/** Spans that still go on are not counted. */
export function readWaited(connection: IndexConnection, { from, to }: { from: number | null; to: number | null }) {
  const hours = new Map<number, number>();
  for (const row of connection.all(WAITED)) {
    const start = Math.max(num(row, 'from_at'), from ?? -Infinity);
    const end = Math.min(num(row, 'to_at'), to ?? Infinity);
    for (let at = start; at < end;) {
      const hour = Math.floor(at / HOUR) * HOUR;
      const until = Math.min(end, hour + HOUR);
      hours.set(hour, (hours.get(hour) ?? 0) + until - at);
      at = until;
    }
  }
  return [...hours].map(([hour, ms]) => ({ hour, ms })).sort((a, b) => a.hour - b.hour);
}

export function readLimits(connection: IndexConnection): readonly RateLimit[] {
  return connection.all('SELECT * FROM rate_limit ORDER BY agent, name').map((row) => ({
    agent: oneOf(row, 'agent', AgentName.options),
    name: text(row, 'name'),
    usedPercent: num(row, 'used_percent'),
    windowMinutes: numOrNull(row, 'window_minutes'),
    resetsAt: numOrNull(row, 'resets_at'),
    at: num(row, 'at'),
  }));
}
