import type { Problem } from '../contract/session.ts';
import type { Clock } from '../ports/clock.ts';

/** Problems told one by one in one look at the spool; of more only the number is told. */
const TOLD_ONE_BY_ONE = 20;

interface SpoolProblemsOptions {
  dir: string;
  clock: Clock;
  onProblem: (problem: Problem) => void;
}

/** Tells what is wrong with the spool without repeating itself at every look. */
export class SpoolProblems {
  readonly #options: SpoolProblemsOptions;
  #inThisLook = 0;
  #obstacle: string | null = null;
  #obstacleBefore: string | null = null;

  constructor(options: SpoolProblemsOptions) {
    this.#options = options;
  }

  /** What keeps events from arriving, as of the last look. */
  get obstacle(): string | null {
    return this.#obstacle;
  }

  beginLook(): void {
    this.#inThisLook = 0;
    this.#obstacleBefore = this.#obstacle;
    this.#obstacle = null;
  }

  endLook(): void {
    const more = this.#inThisLook - TOLD_ONE_BY_ONE;
    if (more > 0) this.#tell('spool_more_problems', `${more} more hook events have problems.`, this.#options.dir);
  }

  /** Something about one event, told once by the caller. */
  report(code: string, message: string, place: string): void {
    this.#inThisLook += 1;
    if (this.#inThisLook <= TOLD_ONE_BY_ONE) this.#tell(code, message, place);
  }

  /** Something that will be met again at each look until it is gone. */
  obstruct(message: string, place: string): void {
    if (message !== this.#obstacle && message !== this.#obstacleBefore) this.#tell('spool_unreadable', message, place);
    this.#obstacle = message;
  }

  #tell(code: string, message: string, place: string): void {
    this.#options.onProblem({ code, message, place, at: this.#options.clock() });
  }
}
