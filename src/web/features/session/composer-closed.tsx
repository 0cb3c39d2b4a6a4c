import type { ReactNode } from 'react';
import type { Session } from '../../../contract/session.ts';
import { Remedy } from '../request/remedy.tsx';
import { RevealButton } from '../terminal/reveal-button.tsx';

/** What can be done where no prompt can be sent; the composer itself says why. */
export function ComposerClosed({ session }: { session: Session }): ReactNode {
  const { prompt, requests, pane } = session;
  if (prompt.channel !== 'none') return null;
  // A request that stands open has the same button.
  const shown = pane !== undefined && !requests.some(({ answer }) => answer.channel === 'none');
  if (!shown && prompt.remedy === undefined) return null;
  return (
    <div className="mt-6 grid gap-2" data-no-way>
      <Remedy path={prompt} />
      {shown ? (
        <div className="flex flex-wrap items-center gap-3">
          <RevealButton session={session} />
        </div>
      ) : null}
    </div>
  );
}
