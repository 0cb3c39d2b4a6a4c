import type { TokenCount } from '../../contract/usage.ts';
import type { IndexBatch } from '../../ports/history-store.ts';
import { num, tokens } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';
import { time } from './generation-rows.ts';
import type { Place } from './session-rows.ts';

type Response = IndexBatch['usage'][number];

const KNOWN = `SELECT r.generation, r.offset, r.input, r.output, r.cache_read, r.cache_write, g.part, g.state, p.session
  FROM response r JOIN generation g ON g.id = r.generation JOIN part p ON p.id = g.part
  WHERE substr(r.id, -12) = substr(?1, -12) AND r.id = ?1`;
const COLUMNS = `id, generation, offset, at, model, input, output, cache_read, cache_write, cache_write_hour, tier`;
const PUT = `INSERT OR REPLACE INTO response (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const PUT_NEW = `INSERT INTO response (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** Asked for all at once: an `INSERT` that looks at its own table first takes three times as long. */
const THERE = `SELECT j.key AS place FROM json_each(?) j CROSS JOIN response r
  ON substr(r.id, -12) = substr(j.value, -12) AND r.id = j.value`;
const RAISE = `UPDATE response SET model = ?2, input = ?3, output = ?4, cache_read = ?5, cache_write = ?6,
  cache_write_hour = ?7, tier = ?8 WHERE substr(id, -12) = substr(?1, -12) AND id = ?1`;
const DROP = 'DELETE FROM response WHERE generation = ? AND offset = ?';

/**
 * Counts each response once, however many records and files repeat it. In one file the last record counts: it has the
 * final numbers. A resumed or forked session repeats the responses of the one before it; they are the earlier one's.
 * Returns the other sessions whose sums have changed.
 */
export function putResponses(connection: IndexConnection, batch: IndexBatch, place: Place): ReadonlySet<number> {
  if (batch.usage.length === 0) return new Set();
  const { generation } = batch;
  const ledger = new Ledger();
  const last = [...new Map(batch.usage.map(storable).map((response) => [response.id, response])).values()];
  const there = placesThere(connection, last);
  for (const [index, response] of last.entries()) {
    // Nearly all are new.
    if (there.has(index)) putAgain({ connection, ledger, response, generation, place });
    else putNew({ connection, ledger, response, generation, place });
  }
  return ledger.settle(connection);
}

/** Its id as SQLite gives it back: without lone surrogates, which UTF-8 cannot hold, and without NUL. */
function storable(response: Response): Response {
  return ODD.test(response.id) ? { ...response, id: response.id.replaceAll(ODD_ALL, '\uFFFD') } : response;
}

const ODD = /[\p{Surrogate}\0]/u;
const ODD_ALL = new RegExp(ODD.source, 'gu');

/** Which of the responses are counted already, by their places in the list. */
function placesThere(connection: IndexConnection, responses: readonly Response[]): ReadonlySet<number> {
  const ids = JSON.stringify(responses.map(({ id }) => id));
  return new Set(connection.all(THERE, ids).map((row) => num(row, 'place')));
}

interface Putting {
  connection: IndexConnection;
  ledger: Ledger;
  response: Response;
  generation: number;
  place: Place;
}

function putNew({ connection, ledger, response, generation, place }: Putting): void {
  connection.run(PUT_NEW, ...valuesOf(response, generation));
  ledger.add(generation, place.session, response.tokens, 1);
}

function putAgain({ connection, ledger, response, generation, place }: Putting): void {
  const known = connection.get(KNOWN, response.id);
  if (known === null) return;
  if (isOurs(connection, known, generation, place)) {
    ledger.add(num(known, 'generation'), num(known, 'session'), tokens(known), -1);
    ledger.add(generation, place.session, response.tokens, 1);
    connection.run(DROP, num(known, 'generation'), num(known, 'offset'));
    connection.run(PUT, ...valuesOf(response, generation));
  } else if (response.tokens.output > num(known, 'output')) {
    ledger.add(num(known, 'generation'), num(known, 'session'), tokens(known), -1);
    ledger.add(num(known, 'generation'), num(known, 'session'), response.tokens, 1);
    connection.run(RAISE, response.id, response.model, ...counts(response));
  }
}

function valuesOf(response: Response, generation: number) {
  const { id, offset, at, model } = response;
  return [id, generation, offset, time(at), model, ...counts(response)] as const;
}

function counts({ tokens: count, cacheWriteHour, tier }: Response) {
  return [count.input, count.output, count.cacheRead, count.cacheWrite, cacheWriteHour ?? 0, tier ?? null] as const;
}

const LATER = `WITH RECURSIVE before (key) AS (
    SELECT l.other FROM link l WHERE l.session = ?1 AND l.type IN ('continues', 'forked_from')
    UNION
    SELECT l.other FROM before b JOIN session s ON s.key = b.key JOIN link l ON l.session = s.id
    WHERE l.type IN ('continues', 'forked_from')
  ) SELECT 1 FROM before b JOIN session s ON s.key = b.key WHERE s.id = ?2`;

/** Whether this place is the better owner of a response than the one that has it. */
function isOurs(connection: IndexConnection, known: Row, generation: number, place: Place): boolean {
  if (num(known, 'generation') === generation) return true;
  if (num(known, 'part') === place.part) return known['state'] === 'superseded';
  if (num(known, 'session') === place.session) return place.agentId !== '';
  return connection.get(LATER, num(known, 'session'), place.session) !== null;
}

/** Changes to the sums of generations, made at the end at once. */
class Ledger {
  readonly #changes = new Map<number, { session: number; tokens: TokenCount }>();

  add(generation: number, session: number, count: TokenCount, sign: 1 | -1): void {
    const sum = this.#changes.get(generation)?.tokens ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    sum.input += sign * count.input;
    sum.output += sign * count.output;
    sum.cacheRead += sign * count.cacheRead;
    sum.cacheWrite += sign * count.cacheWrite;
    this.#changes.set(generation, { session, tokens: sum });
  }

  settle(connection: IndexConnection): ReadonlySet<number> {
    const sql = `UPDATE generation SET input = input + ?2, output = output + ?3, cache_read = cache_read + ?4,
      cache_write = cache_write + ?5 WHERE id = ?1`;
    const sessions = new Set<number>();
    for (const [generation, { session, tokens: sum }] of this.#changes) {
      connection.run(sql, generation, sum.input, sum.output, sum.cacheRead, sum.cacheWrite);
      sessions.add(session);
    }
    return sessions;
  }
}
