import type { Handover } from '../../ports/agent.ts';
import { handoverHung, internalFailure } from './reasons.ts';

/** What became of a handover; when it never says, that it is not known. What else it does then changes nothing here. */
export async function withLimit(handover: Promise<Handover>, limitMs: number): Promise<Handover> {
  let timer: NodeJS.Timeout | null = null;
  const hung = new Promise<Handover>((resolve) => {
    timer = setTimeout(() => resolve(handoverHung(limitMs)), limitMs).unref();
  });
  const outcome = await Promise.race([handover, hung]).catch(internalFailure);
  if (timer !== null) clearTimeout(timer);
  return outcome;
}
