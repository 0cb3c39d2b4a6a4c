import { Suspense, type ReactNode } from 'react';
import type { FileChange, ToolView } from '../../../../contract/conversation.ts';
import { t } from '../../../i18n/t.ts';
import { tDocument } from '../../session/document-texts.ts';
import { Clean } from '../../../ui/clean.tsx';
import { CopySign } from '../../../ui/copy-corner.tsx';
import { Folded } from '../../../ui/folded.tsx';
import { Markdown } from '../markdown.tsx';
import { tConversation } from '../texts.ts';
import { Output, TextBlock, type Result } from './output.tsx';
import { Questions } from './questions.tsx';
import { TodoList } from './todo-list.tsx';
import type { Call } from './tool-line.ts';
import { lazyPart } from '../../../ui/lazy-part.ts';

const DiffView = lazyPart(async () => (await import('../../request/diff-view.tsx')).DiffView);

interface ToolBodyProps {
  call: Call | null;
  result: Result | null;
  /** What became of it, in a word, where there is no result. */
  word: string;
  /** Of a subagent it started. */
  thread?: ReactNode;
}

/** What went in and came out, in the form that is read best. */
export function ToolBody({ call, result, word, thread }: ToolBodyProps): ReactNode {
  const view = call?.view;
  if (call !== null && view !== undefined)
    return <Viewed view={view} call={call} result={result} word={word} thread={thread} />;
  return (
    <>
      {call === null || call.input === '' ? null : <Input text={call.input} />}
      {thread}
      <Outcome result={result} word={word} />
    </>
  );
}

function Viewed({ view, call, result, word, thread }: ToolBodyProps & { view: ToolView; call: Call }): ReactNode {
  switch (view.type) {
    case 'shell':
      return <Shell view={view} result={result} word={word} />;
    case 'edit':
      return <Edits files={view.files} result={result} word={word} />;
    case 'todo':
      return (
        <>
          <TodoList items={view.items} />
          <Failure result={result} />
        </>
      );
    case 'plan':
      return (
        <>
          <Markdown text={view.markdown} />
          <Failure result={result} />
        </>
      );
    case 'question':
      return (
        <>
          <Questions questions={view.questions} />
          <Outcome result={result} word={word} label={tDocument('tool.answer')} />
        </>
      );
    case 'subagent':
      return <Subagent prompt={view.prompt} result={result} word={word} thread={thread} />;
    case 'read':
      return (
        <>
          <Path path={view.path} />
          <Outcome result={result} word={word} />
        </>
      );
    case 'search':
    case 'web':
      return <Outcome result={result} word={word} />;
    case 'mcp':
      return (
        <>
          {call.input === '' ? null : <Input text={call.input} />}
          <Outcome result={result} word={word} />
        </>
      );
  }
}

/** The whole of a path, which its line may have no room for. */
function Path({ path }: { path: string }): ReactNode {
  return (
    <p className="flex items-center gap-1 font-mono text-12 break-all text-ink-2">
      <span className="min-w-0">
        <Clean text={path} />
      </span>
      <CopySign text={path} label={tConversation('code.copyPath')} />
    </p>
  );
}

function Shell({
  view,
  result,
  word,
}: {
  view: Extract<ToolView, { type: 'shell' }>;
  result: Result | null;
  word: string;
}): ReactNode {
  const copy = { text: view.command, label: tConversation('code.copyCommand'), sign: '$' };
  const lead = (
    <span className="block font-medium text-ink">
      <span aria-hidden="true" className="text-ink-3 select-none">
        {'$ '}
      </span>
      <Clean text={view.command} />
      {'\n'}
    </span>
  );
  return (
    <>
      {view.cwd === undefined ? null : (
        <p className="font-mono text-12 break-all text-ink-3">
          <Clean text={t('request.in', { dir: view.cwd })} />
        </p>
      )}
      {result === null ? (
        <>
          <TextBlock copies={[copy]}>{lead}</TextBlock>
          <p className="text-12 text-ink-3">{word}</p>
        </>
      ) : (
        <Output
          result={result}
          lead={lead}
          copies={[copy]}
          {...(result.ok ? {} : { label: tDocument('tool.failed') })}
        />
      )}
    </>
  );
}

function Edits({
  files,
  result,
  word,
}: {
  files: readonly FileChange[];
  result: Result | null;
  word: string;
}): ReactNode {
  return (
    <>
      {files.map((file, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- files of one unchanging call, a path may come twice
        <Suspense key={index} fallback={<div className="h-24 rounded-m border border-line bg-paper-2" />}>
          <DiffView edit={file} compact={false} />
        </Suspense>
      ))}
      {result === null ? (
        <p className="text-12 text-ink-3">{word}</p>
      ) : result.ok ? (
        <Folded summary={tDocument('tool.output')}>
          <Output result={result} />
        </Folded>
      ) : (
        <Failure result={result} />
      )}
    </>
  );
}

function Subagent({
  prompt,
  result,
  word,
  thread,
}: {
  prompt: string;
  result: Result | null;
  word: string;
  thread: ReactNode;
}): ReactNode {
  return (
    <>
      <section className="grid gap-1">
        <p className="text-12 text-ink-3">{tDocument('tool.task')}</p>
        <Markdown text={prompt} />
      </section>
      {thread}
      {result === null ? (
        <p className="text-12 text-ink-3">{word}</p>
      ) : result.ok && result.cut === undefined ? (
        <section className="grid gap-1">
          <p className="text-12 text-ink-3">{tDocument('tool.report')}</p>
          <Markdown text={result.output === '' ? tDocument('tool.noOutput') : result.output} />
        </section>
      ) : (
        <Outcome result={result} word={word} label={tDocument('tool.report')} />
      )}
    </>
  );
}

function Input({ text }: { text: string }): ReactNode {
  return (
    <section className="grid min-w-0 gap-1">
      <p className="text-12 text-ink-3">{tDocument('tool.input')}</p>
      <TextBlock copies={[{ text, label: tConversation('code.copy') }]}>
        <Clean text={text} />
      </TextBlock>
    </section>
  );
}

function Outcome({ result, word, label }: { result: Result | null; word: string; label?: string }): ReactNode {
  if (result === null) return <p className="text-12 text-ink-3">{word}</p>;
  return <Output result={result} label={result.ok ? (label ?? tDocument('tool.output')) : tDocument('tool.failed')} />;
}

/** The result where it says more than that it worked. */
function Failure({ result }: { result: Result | null }): ReactNode {
  return result === null || result.ok ? null : <Output result={result} label={tDocument('tool.failed')} />;
}
