/** Whose fault it is: the person's, the machine's, an agent's or terminal's. Anything else is a bug in AMC. */
export const FAULTS = ['user', 'environment', 'upstream', 'bug'] as const;
export type Fault = (typeof FAULTS)[number];

export interface AmcErrorOptions {
  code: string;
  message: string;
  next?: string | undefined;
  /** Where in the text that a person typed, in characters: `[from, to)`. */
  place?: { from: number; to: number };
  cause?: unknown;
}

/** Base of every expected error. Rendered in exactly two places: the CLI and the HTTP server. */
export class AmcError extends Error {
  readonly fault: Fault = 'bug';
  readonly code: string;
  readonly next: string | undefined;
  readonly place: { from: number; to: number } | undefined;

  constructor(options: AmcErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.next = options.next;
    this.place = options.place;
  }
}

/** The person asked for something that cannot be done as asked. */
export class UserError extends AmcError {
  override readonly fault = 'user';
}

/** The machine lacks or forbids something: port taken, no permission, no multiplexer. */
export class EnvironmentError extends AmcError {
  override readonly fault = 'environment';
}

/** An agent or a terminal said no, or said something AMC does not understand. */
export class UpstreamError extends AmcError {
  override readonly fault = 'upstream';
}
