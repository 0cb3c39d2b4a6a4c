import type { ReactNode } from 'react';
import type { Setup } from '../../../contract/setup.ts';
import { Phrase } from '../../ui/phrase.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import { tHealth } from './texts.ts';
import { ofServer } from '../../i18n/language.ts';

/** Programs AMC works with: whether they are there, and which. */
export function MachineList({ setup }: { setup: Setup }): ReactNode {
  const agents = setup.agents.map(({ agent, found, version, detail, next }) => ({
    name: agent,
    there: found,
    version,
    detail,
    next,
    words: AGENT,
  }));
  const terminals = setup.terminals.map(({ terminal, available, version, detail }) => ({
    name: terminal,
    there: available,
    version,
    detail,
    next: undefined,
    words: TERMINAL,
  }));
  return (
    <ul className="divide-y divide-line border-y border-line">
      {[...agents, ...terminals].map(({ name, there, version, detail, next, words }) => (
        <li
          key={name}
          className="grid grid-cols-[14px_88px_minmax(0,1fr)] items-baseline gap-x-2.5 gap-y-1 py-2.5 tablet:grid-cols-[14px_200px_minmax(0,1fr)]"
        >
          <span className="flex h-[1.35em] items-center self-start">
            <Shape name={there ? 'dot' : 'ring'} tone={there ? 'works' : 'rests'} size={10} />
          </span>
          <span className="font-medium">{name}</span>
          <span className="flex flex-wrap gap-x-3">
            <span className={there ? '' : 'text-ink-2'}>{tHealth(there ? words.yes : words.no)}</span>
            {there ? (
              <span className="font-mono text-ink-2">
                <Clean text={version ?? tHealth('sight.versionUnknown')} />
              </span>
            ) : null}
          </span>
          <span className="col-span-full col-start-2 min-w-0 text-12 break-words text-ink-2 tablet:col-start-3">
            {detail === `${name} ${version}` ? null : <Phrase text={ofServer(detail)} />}
            {next === undefined ? null : (
              <span className="block text-ink">
                <Phrase text={ofServer(next)} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

const AGENT = { yes: 'sight.found', no: 'sight.notFound' } as const;
const TERMINAL = { yes: 'sight.usable', no: 'sight.notUsable' } as const;
