import { lazy, Suspense, type ReactNode } from 'react';
import type { FileChange, ToolView } from '../../../../contract/conversation.ts';
import { t } from '../../../i18n/t.ts';
import { Clean } from '../../../ui/clean.tsx';
import { Folded } from '../../../ui/folded.tsx';
import { Markdown } from '../markdown.tsx';
import { Output, TextBlock, type Result } from './output.tsx';
import { Questions } from './questions.tsx';
import { TodoList } from './todo-list.tsx';
import type { Call } from './tool-line.ts';

const DiffView = lazy(async () => ({ default: (await import('../../request/diff-view.tsx')).DiffView }));

interface ToolBodyProps {
  call: Call | null;
  result: Result | null;
  /** What became of it, in a word, where there is no result. */
  word: string;
}

/** What went in and came out, in the form that is read best. */
export function ToolBody({ call, result, word }: ToolBodyProps): ReactNode {
  const view = call?.view;
  if (call !== null && view !== undefined) return <Viewed view={view} call={call} result={result} word={word} />;
  return (
    <>
      {call === null || call.input === '' ? null : <Input text={call.input} />}
      <Outcome result={result} word={word} />
    </>
  );
}

function Viewed({ view, call, result, word }: ToolBodyProps & { view: ToolView; call: Call }): ReactNode {
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
          <Outcome result={result} word={word} label={t('tool.answer')} />
        </>
      );
    case 'subagent':
      return <Subagent prompt={view.prompt} result={result} word={word} />;
    case 'read':
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

function Shell({
  view,
  result,
  word,
}: {
  view: Extract<ToolView, { type: 'shell' }>;
  result: Result | null;
  word: string;
}): ReactNode {
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
          <TextBlock>{lead}</TextBlock>
          <p className="text-12 text-ink-3">{word}</p>
        </>
      ) : (
        <Output result={result} lead={lead} {...(result.ok ? {} : { label: t('tool.failed') })} />
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
        <Folded summary={t('tool.output')}>
          <Output result={result} />
        </Folded>
      ) : (
        <Failure result={result} />
      )}
    </>
  );
}

function Subagent({ prompt, result, word }: { prompt: string; result: Result | null; word: string }): ReactNode {
  return (
    <>
      <section className="grid gap-1">
        <p className="text-12 text-ink-3">{t('tool.task')}</p>
        <Markdown text={prompt} />
      </section>
      {result === null ? (
        <p className="text-12 text-ink-3">{word}</p>
      ) : result.ok && result.cut === undefined ? (
        <section className="grid gap-1">
          <p className="text-12 text-ink-3">{t('tool.report')}</p>
          <Markdown text={result.output === '' ? t('tool.noOutput') : result.output} />
        </section>
      ) : (
        <Outcome result={result} word={word} label={t('tool.report')} />
      )}
    </>
  );
}

function Input({ text }: { text: string }): ReactNode {
  return (
    <section className="grid min-w-0 gap-1">
      <p className="text-12 text-ink-3">{t('tool.input')}</p>
      <TextBlock>
        <Clean text={text} />
      </TextBlock>
    </section>
  );
}

function Outcome({ result, word, label }: { result: Result | null; word: string; label?: string }): ReactNode {
  if (result === null) return <p className="text-12 text-ink-3">{word}</p>;
  return <Output result={result} label={result.ok ? (label ?? t('tool.output')) : t('tool.failed')} />;
}

/** The result where it says more than that it worked. */
function Failure({ result }: { result: Result | null }): ReactNode {
  return result === null || result.ok ? null : <Output result={result} label={t('tool.failed')} />;
}
