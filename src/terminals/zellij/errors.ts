import { UpstreamError } from '../../contract/errors.ts';

/**
 * `zellij_no_server`: nobody listens on the socket. `zellij_gone`: the server hung up. `zellij_timeout`: it did not answer.
 * `zellij_protocol`: it answered something AMC does not understand. `zellij_unproven`: which process serves the socket
 * cannot be told. `zellij_foreign`: none that AMC can see. `zellij_error`: it said no.
 */
export type ZellijErrorCode =
  | 'zellij_no_server'
  | 'zellij_gone'
  | 'zellij_timeout'
  | 'zellij_protocol'
  | 'zellij_unproven'
  | 'zellij_foreign'
  | 'zellij_error';

export function zellijError(code: ZellijErrorCode, message: string, cause?: unknown): UpstreamError {
  return new UpstreamError({ code, message, next: nextStep[code], cause });
}

export function hasCode(error: unknown, ...codes: ZellijErrorCode[]): boolean {
  return error instanceof UpstreamError && codes.some((code) => code === error.code);
}

const nextStep: Record<ZellijErrorCode, string> = {
  zellij_no_server: 'Nothing to do: the session has ended.',
  zellij_gone: 'See whether the session is still there with `zellij list-sessions`.',
  zellij_timeout: 'See whether the session still reacts to keys. AMC looks again by itself.',
  zellij_protocol: 'Report what `zellij --version` prints together with this message.',
  zellij_unproven: 'Nothing to do: AMC looks again by itself.',
  zellij_foreign: 'Run AMC as the user, and on the machine, that runs Zellij.',
  zellij_error: 'See whether the session still reacts to keys.',
};
