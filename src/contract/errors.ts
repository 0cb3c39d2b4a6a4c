import { z } from 'zod';

/** Whose fault it is: the person's, the machine's, an agent's or terminal's. Anything else is a bug in AMC. */
export const Fault = z.enum(['user', 'environment', 'upstream', 'bug']);
export type Fault = z.infer<typeof Fault>;

/** RFC 9457 problem+json, as every product route answers an error. */
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string().meta({ description: 'Stable' }),
  fault: Fault,
  detail: z.string().optional().meta({ description: 'What happened and why' }),
  next: z.string().optional().meta({ description: 'What to do now' }),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  place: z
    .object({ from: z.number(), to: z.number() })
    .optional()
    .meta({ description: 'Where in the text that was sent, in characters' }),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;

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
