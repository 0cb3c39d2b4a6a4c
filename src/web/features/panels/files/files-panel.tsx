import type { ReactNode } from 'react';
import type { TouchedFile, TouchedFiles } from '../../../../contract/files.ts';
import type { HistoryDetail } from '../../../../contract/history.ts';
import type { SessionKey } from '../../../../contract/session.ts';
import { client } from '../../../state/connection.ts';
import { Clean } from '../../../ui/clean.tsx';
import { CopySign } from '../../../ui/copy-corner.tsx';
import { NARROW } from '../../../ui/use-media.ts';
import { TimeOfDay } from '../../../ui/time.tsx';
import { useReading } from '../../conversation/reader.ts';
import { AskedView } from '../asked-view.tsx';
import type { PanelProps } from '../panels.ts';
import { tPanels } from '../texts.ts';
import { useAsked } from '../use-asked.ts';

/** What it wrote and edited, newest first, with the way to where it did. */
export function FilesPanel({ session, detail, close }: PanelProps): ReactNode {
  const version = `${session.conversationRev} ${session.status.value}`;
  const asked = useAsked(`files ${session.key}`, version, (signal) => allTouched(session.key, signal));
  return (
    <AskedView asked={asked}>
      {(touched) => <Shown touched={touched} detail={detail} dir={session.project.dir} close={close} />}
    </AskedView>
  );
}

/** So often AMC is asked to look further back. */
const MOST_LOOKS = 8;

/** Each look at a long conversation goes on where the one before had no more time. */
async function allTouched(key: SessionKey, signal: AbortSignal): Promise<TouchedFiles> {
  const look = (): Promise<TouchedFiles> => client.call('touchedFiles', { params: { key }, signal });
  let touched = await look();
  for (let looks = 1; !touched.complete && looks < MOST_LOOKS; looks += 1) {
    const next = await look();
    if (!next.complete && editsIn(next) === editsIn(touched)) return next;
    touched = next;
  }
  return touched;
}

function editsIn({ files }: TouchedFiles): number {
  return sum(files.map(({ edits }) => edits));
}

interface ShownProps {
  touched: TouchedFiles;
  detail: HistoryDetail | null;
  dir: string;
  close: () => void;
}

function Shown({ touched: { files, complete }, detail, dir, close }: ShownProps): ReactNode {
  const earlier = complete ? [] : notAmong(files, detail);
  if (files.length + earlier.length === 0) return <p className="px-4 py-3 text-ink-2">{tPanels('files.none')}</p>;
  const added = sum(files.map((file) => file.added));
  const removed = sum(files.map((file) => file.removed));
  return (
    <div className="pb-4">
      <div className="flex items-center gap-3 px-4 py-2 text-12 text-ink-3">
        {tPanels('files.total', { n: files.length })}
        <Counts added={added} removed={removed} />
        <span className="ml-auto">
          <CopySign text={files.map(({ path }) => path).join('\n')} label={tPanels('files.copyAll')} />
        </span>
      </div>
      <ul>
        {files.map((file) => (
          <FileRow key={`${file.agentId ?? ''} ${file.path}`} file={file} dir={dir} close={close} />
        ))}
      </ul>
      {complete ? null : (
        <p className="px-4 pt-3 text-12 text-ink-3">
          {tPanels(detail?.sourceDeleted === true ? 'files.gone' : 'files.part')}
        </p>
      )}
      {earlier.length === 0 ? null : (
        <section className="mt-3">
          <h2 className="px-4 text-12 text-ink-3">{tPanels('files.earlier')}</h2>
          <ul className="px-4">
            {earlier.map(({ path, edits }) => (
              <li key={path} className="flex items-baseline gap-3 py-1">
                <Path path={path} dir={dir} />
                <span className="ml-auto shrink-0 text-12 text-ink-3">{tPanels('files.edits', { n: edits })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function FileRow({ file, dir, close }: { file: TouchedFile; dir: string; close: () => void }): ReactNode {
  const { goTo } = useReading();
  const { path, edits, added, removed, created, lastAt, offset, agentId } = file;
  const press = (): void => {
    // A sheet lies over the text that is gone to.
    if (matchMedia(NARROW).matches) close();
    goTo({ agentId: agentId ?? null, offset });
  };
  return (
    <li className="file-row">
      <button type="button" className="file-link" aria-label={tPanels('files.show', { path })} onClick={press}>
        <Path path={path} dir={dir} />
      </button>
      <span className="file-copy">
        <CopySign text={path} label={tPanels('files.copy')} />
      </span>
      <span className="file-facts">
        {created ? <span>{tPanels('files.created')}</span> : null}
        <span>{tPanels('files.edits', { n: edits })}</span>
        {agentId === undefined ? null : <span>{tPanels('files.bySubagent')}</span>}
        {lastAt === undefined ? null : <TimeOfDay at={lastAt} />}
      </span>
      <span className="file-counts">
        <Counts added={added} removed={removed} />
      </span>
    </li>
  );
}

/** What the record does not tell is left out. */
function Counts({ added, removed }: { added: number | null; removed: number | null }): ReactNode {
  return (
    <span className="flex gap-2 font-mono text-12">
      {added === null ? null : <span className="text-added-mark">{tPanels('files.added', { n: added })}</span>}
      {removed === null ? null : <span className="text-gone-mark">{tPanels('files.removed', { n: removed })}</span>}
    </span>
  );
}

/** Below the session's folder from there; its name stands out. */
function Path({ path, dir }: { path: string; dir: string }): ReactNode {
  const short = path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : path;
  const cut = short.lastIndexOf('/') + 1;
  return (
    <span className="min-w-0 font-mono text-12 break-all" title={path}>
      <span className="text-ink-3">
        <Clean text={short.slice(0, cut)} />
      </span>
      <Clean text={short.slice(cut)} />
    </span>
  );
}

function notAmong(files: readonly TouchedFile[], detail: HistoryDetail | null): { path: string; edits: number }[] {
  const known = new Set(files.map(({ path }) => path));
  return (detail?.files ?? []).filter(({ path, edits }) => edits > 0 && !known.has(path));
}

function sum(counts: readonly (number | null)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}
