import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { HistoryDetail } from '../../../contract/history.ts';
import type { Session } from '../../../contract/session.ts';
import { t } from '../../i18n/t.ts';
import { tDocument } from './document-texts.ts';
import { auditPath } from '../../lib/session-path.ts';
import { modeOf, placeOf } from '../../lib/words.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { StatusEvidence } from '../../ui/evidence.tsx';
import { TimeOfDay } from '../../ui/time.tsx';
import { Fact } from './fact.tsx';
import { HistoryFacts } from './history-facts.tsx';
import { ofServer } from '../../i18n/language.ts';

interface FactsProps {
  session: Session;
  detail: HistoryDetail | null;
  onBoard: boolean;
}

/** What is known of a session and from whom; what is not known says so. */
export function Facts({ session, detail, onBoard }: FactsProps): ReactNode {
  const {
    project,
    agent,
    agentVersion,
    model,
    effort,
    pane,
    paneNote,
    process,
    startedAt,
    prompt,
    problems,
    id,
    status,
  } = session;
  const mode = modeOf(session);
  return (
    <dl className="grid gap-3 text-12">
      <Fact name={tDocument('fact.status')}>
        <StatusEvidence status={status} />
      </Fact>
      <Fact name={tDocument('fact.project')} mono>
        <Clean text={project.dir} />
      </Fact>
      {project.branch === undefined ? null : (
        <Fact name={tDocument('fact.branch')} mono>
          <Clean text={project.branch} />
        </Fact>
      )}
      <Fact name={tDocument('fact.agent')}>
        <Clean text={[agent, agentVersion, model, effort].filter(Boolean).join(' · ')} />
      </Fact>
      {mode === null ? null : (
        <Fact name={tDocument('fact.mode')}>
          <Clean text={mode} />
        </Fact>
      )}
      {onBoard ? (
        <Fact name={tDocument('fact.pane')}>
          {pane === undefined ? (
            <Clean text={paneNote === undefined ? tDocument('fact.notKnown') : ofServer(paneNote)} />
          ) : (
            <Clean text={placeOf(session) ?? ''} />
          )}
        </Fact>
      ) : null}
      {process === undefined ? null : (
        <Fact name={tDocument('fact.process')}>{tDocument('fact.pid', { pid: process.pid })}</Fact>
      )}
      {startedAt === undefined ? null : (
        <Fact name={tDocument('fact.started')}>
          <TimeOfDay at={startedAt} />
        </Fact>
      )}
      {prompt.channel === 'none' ? null : (
        <Fact name={tDocument('fact.prompt')}>{t(`request.via.${prompt.channel}`, { via: prompt.via })}</Fact>
      )}
      <Fact name={tDocument('fact.commands')}>
        <Link
          href={auditPath(session.key)}
          className="inline-flex items-center underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
        >
          {tDocument('fact.commandsShow')}
        </Link>
      </Fact>
      <Fact name={tDocument('fact.id')} mono>
        <Clean text={id} />
      </Fact>
      {detail === null ? null : <HistoryFacts detail={detail} />}
      {/* Of what is over, the index has told them. */}
      {problems.length === 0 || (!onBoard && detail !== null) ? null : (
        <Fact name={tDocument('fact.problems')}>
          {problems.map(({ code, message, place, at }) => (
            <span key={`${code} ${at} ${place ?? ''}`} className="mb-1 block">
              <Said text={message} />
              {place === undefined ? null : (
                <span className="block font-mono break-all text-ink-3">
                  <Clean text={place} />
                </span>
              )}
            </span>
          ))}
        </Fact>
      )}
    </dl>
  );
}
