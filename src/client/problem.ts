import {
  AmcError,
  EnvironmentError,
  FAULTS,
  UpstreamError,
  UserError,
  type AmcErrorOptions,
  type Fault,
} from '../contract/errors.ts';
import type { ProblemDetails } from '../contract/problem.ts';

const CLASS_OF = {
  user: UserError,
  environment: EnvironmentError,
  upstream: UpstreamError,
  bug: AmcError,
} satisfies Record<Fault, new (options: AmcErrorOptions) => AmcError>;

/** The error a reply stands for: the server's own words where it sent problem+json, the bare status where not. */
export async function errorOfResponse(response: Response): Promise<AmcError> {
  const said = parseJson(await response.text().catch(() => ''));
  return toAmcError(isProblem(said) ? said : bareProblem(response.status));
}

/** The `AmcError` subclass of the problem's fault; the problem itself is its `cause`. */
export function toAmcError(problem: ProblemDetails): AmcError {
  const { code, detail, title, next, place, fault } = problem;
  return new CLASS_OF[fault]({
    code,
    message: detail ?? title,
    ...(next === undefined ? {} : { next }),
    ...(place === undefined ? {} : { place }),
    cause: problem,
  });
}

/** The problem an error was made from; null for an error that did not come from the server. */
export function problemOf(error: unknown): ProblemDetails | null {
  return error instanceof AmcError && isProblem(error.cause) ? error.cause : null;
}

/** HTTP status of an error that came from the server; null for every other error. */
export function statusOf(error: unknown): number | null {
  return problemOf(error)?.status ?? null;
}

/** Nobody answered: AMC is not running, or the way to it is broken. Whether a write arrived is not known. */
export function unreachable(cause: unknown): EnvironmentError {
  return new EnvironmentError({
    code: 'unreachable',
    message: 'AMC does not answer.',
    next: 'Check that it runs: `amc status`.',
    cause,
  });
}

/** The server answered something this client does not understand: most likely the two are of different versions. */
export function unreadable(cause: unknown): EnvironmentError {
  return new EnvironmentError({
    code: 'unreadable_reply',
    message: 'AMC answered in a form this client does not know.',
    next: 'Reload the page, or install the same version on both sides.',
    cause,
  });
}

/** What is needed of it to make an error. Not by its schema: the page's first load has none. */
function isProblem(value: unknown): value is ProblemDetails {
  if (typeof value !== 'object' || value === null) return false;
  const { title, code, status, fault } = value as Partial<Record<keyof ProblemDetails, unknown>>;
  return (
    typeof title === 'string' &&
    typeof code === 'string' &&
    typeof status === 'number' &&
    FAULTS.some((one) => one === fault)
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function bareProblem(status: number): ProblemDetails {
  const fault = status === 401 || status === 403 ? 'user' : status < 500 ? 'bug' : 'environment';
  return { type: 'about:blank', title: `AMC answered ${status}.`, status, code: `http_${status}`, fault };
}
