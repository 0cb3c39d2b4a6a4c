import { afterAll, beforeAll, describe } from 'vitest';
import { needs, type ToolName } from './machine.ts';
import { Rig, type RigOptions } from './rig.ts';

/**
 * A describe block with one rig for all its tests. What the machine lacks is in the name of the skipped block.
 * The rig is given as a function, because it only exists while tests run.
 */
export function describeRig(
  title: string,
  { mux, agents = [] }: { mux: RigOptions['mux']; agents?: ToolName[] },
  body: (rig: () => Rig) => void,
): void {
  const tools: ToolName[] = mux === 'none' ? [] : [mux];
  const { ok, reason } = needs('rig', ...tools, ...agents);
  describe.skipIf(!ok)(`${title}, ${mux}${ok ? '' : ` (skipped: ${reason})`}`, () => {
    let rig: Rig | undefined;
    beforeAll(async () => {
      rig = await Rig.start({ mux });
    });
    afterAll(() => rig?.stop());
    body(() => {
      if (!rig) throw new Error('The rig is only there while tests run');
      return rig;
    });
  });
}
