import { memo, useEffect, useRef, useState, type ReactNode } from 'react';
import { CopyCorner } from '../../../ui/copy-corner.tsx';
import { tConversation } from '../texts.ts';
import { highlightIdly, knownRuns, type Run } from './highlight.ts';
import { languageOf } from './languages.ts';

/** Code somebody wrote: there at once as text, in colours when nobody waits for anything and it is near the eye. */
export const CodeBlock = memo(function CodeBlock({
  text,
  info,
}: {
  text: string;
  info?: string | undefined;
}): ReactNode {
  const language = languageOf(info);
  const [box, runs] = useRuns(text, language);
  return (
    <div className="copied-block" ref={box}>
      {/* Long lines scroll with the block; a keyboard has to get there too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} data-language={language ?? undefined}>
        <code>{runs === null ? text : runs.map(coloured)}</code>
      </pre>
      <CopyCorner of={[{ text, label: tConversation('code.copy') }]} />
    </div>
  );
});

function coloured({ text, look }: Run, index: number): ReactNode {
  return look === null ? (
    text
  ) : (
    <span key={index} data-look={look}>
      {text}
    </span>
  );
}

function useRuns(text: string, language: string | null) {
  const box = useRef<HTMLDivElement>(null);
  const [coloured, setColoured] = useState<{ text: string; language: string; runs: readonly Run[] } | null>(null);
  const isOwn = coloured !== null && coloured.text === text && coloured.language === language;
  const runs = isOwn ? coloured.runs : language === null ? null : knownRuns(text, language);
  const due = runs === null && language !== null;
  useEffect(() => {
    const element = box.current;
    if (!due || element === null) return;
    let end = (): void => {};
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        end = highlightIdly(text, language, (done) => setColoured({ text, language, runs: done }));
      },
      { rootMargin: '400px 0px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      end();
    };
  }, [text, language, due]);
  return [box, runs] as const;
}
