import type { ReactNode } from 'react';
import type { AnswerPath } from '../../../contract/request.ts';
import { Said } from '../../ui/said.tsx';
import { Command } from '../../ui/command.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

/** What would make something possible that is not, and the command for it. */
export function Remedy({ path }: { path: AnswerPath }): ReactNode {
  if (path.channel !== 'none' || path.remedy === undefined) return null;
  const { text, command } = path.remedy;
  return (
    <div className="grid gap-1.5">
      <p className="max-w-[78ch]">
        <Said text={text} />
      </p>
      {command === undefined ? null : (
        <div className="flex min-w-0 flex-wrap items-center gap-1">
          <Command text={command} />
          <CopyButton text={command} />
        </div>
      )}
    </div>
  );
}
