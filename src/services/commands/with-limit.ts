import type { Handover } from '../../ports/agent.ts';
import { handoverHung, internalFailure } from './reasons.ts';

/**
 * What became of a handover; when it never says, that it is not known. From then on `givenUp` is aborted: nobody expects
 * it to write any more, and what else it does changes nothing here.
 */
export async function withLimit(
  handOver: (givenUp: AbortSignal) => Promise<Handover>,
  limitMs: number,
): Promise<Handover> {
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const hung = new Promise<Handover>((resolve) => {
    timer = setTimeout(() => {
      giveUp.abort();
      resolve(handoverHung(limitMs));
    }, limitMs).unref();
  });
  const outcome = await Promise.race([handOver(giveUp.signal), hung]).catch(internalFailure);
  if (timer !== null) clearTimeout(timer);
  return outcome;
}
