import { createHash } from 'node:crypto';
import { UserError } from '../../contract/errors.ts';
import type { Request, RequestKind } from '../../contract/request.ts';
import type { Session } from '../../contract/session.ts';
import { line } from '../format.ts';
import { requestLine } from './request-text.ts';
import { UsageError } from './exit.ts';

/** Digits shown at least; more where two open requests begin alike. */
const SHORTEST = 3;
const DIGITS = 12;

/**
 * The numbers of open requests, by id. A number belongs to its request for good: it is made from the id, so that it
 * never comes to mean the next one when the first is answered elsewhere.
 */
export function requestNumbers(ids: readonly string[]): ReadonlyMap<string, string> {
  const whole = new Map(ids.map((id) => [id, digitsOf(id)]));
  const all = [...whole.values()];
  return new Map(
    [...whole].map(([id, digits]) => {
      let length = SHORTEST;
      while (length < DIGITS && all.filter((other) => other.startsWith(digits.slice(0, length))).length > 1)
        length += 1;
      return [id, digits.slice(0, length)];
    }),
  );
}

/** Those of everything that is open on the board. */
export function numbersOf(sessions: readonly Session[]): ReadonlyMap<string, string> {
  return requestNumbers(sessions.flatMap(({ requests }) => requests.map(({ id }) => id)));
}

function digitsOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return String(BigInt(`0x${hex}`) % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0');
}

export interface RequestWish<K extends RequestKind> {
  session: Session;
  /** Its number or id, as it was typed; none: the only one there is. */
  named: string | undefined;
  kinds: readonly K[];
  /** What is done to it, e.g. `approve`. */
  verb: string;
}

/** The open request that a person means. Throws when there is none, or when it could be several. */
export function pickRequest<K extends RequestKind>(wish: RequestWish<K>): Extract<Request, { kind: K }> {
  const { session, named, verb } = wish;
  const found = named === undefined ? session.requests : session.requests.filter((request) => isNamed(request, named));
  if (found.length === 0) throw nothingOpen(wish);
  const fitting = found.filter((request) => isOf(request, wish.kinds));
  const [first, second] = fitting;
  if (first === undefined) throw wrongKind(wish, found);
  if (second === undefined) return first;
  const numbers = numbersOf([session]);
  const listed = fitting.map((request) => `\n  ${numbers.get(request.id)}  ${requestLine(request, 90)}`);
  throw new UsageError({
    code: 'request_ambiguous',
    message: `${line(session.title, 60)} waits for ${fitting.length} things:${listed.join('')}`,
    next: `Nothing was sent. Say which one by its number: amc ${verb} … ${numbers.get(first.id)}`,
  });
}

/** Whether this names a request that is open in the session. */
export function isOpen({ requests }: Session, named: string): boolean {
  return requests.some((request) => isNamed(request, named));
}

/** By its number, or the beginning of it; by its id. */
function isNamed({ id }: Request, named: string): boolean {
  return id === named || (/^\d{3,}$/.test(named) && digitsOf(id).startsWith(named));
}

function isOf<K extends RequestKind>(request: Request, kinds: readonly K[]): request is Extract<Request, { kind: K }> {
  return kinds.some((kind) => kind === request.kind);
}

function nothingOpen({ session, named }: RequestWish<RequestKind>): UserError {
  const title = line(session.title, 60);
  return new UserError({
    code: 'request_unknown',
    message:
      named === undefined
        ? `${title} waits for nothing.`
        : `${title} has no open request ${line(named, 60)}. It may have been answered elsewhere.`,
    next: 'Nothing was sent. `amc requests` shows what is open.',
  });
}

const INSTEAD: Record<RequestKind, string> = {
  permission: 'Use `amc approve` or `amc deny`.',
  plan: 'Use `amc approve` or `amc deny`.',
  trust: 'Use `amc approve` or `amc deny`.',
  question: 'Use `amc answer`.',
  elicitation: 'Use `amc answer`, or `amc deny`.',
  prose_question: 'Use `amc answer` or `amc send`.',
  error: 'It cannot be answered; `amc requests` says what is known.',
};

function wrongKind({ session, verb }: RequestWish<RequestKind>, found: readonly Request[]): UserError {
  const [first] = found;
  return new UsageError({
    code: 'wrong_kind',
    message: `What ${line(session.title, 60)} waits for takes no \`amc ${verb}\`: ${first === undefined ? '' : requestLine(first, 100)}`,
    next: `Nothing was sent. ${first === undefined ? '' : INSTEAD[first.kind]}`,
  });
}
