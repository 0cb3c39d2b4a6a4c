import { Marked } from 'marked';
import { Component, memo, type ReactNode } from 'react';
import { honestProse } from '../../lib/safe-text.ts';
import { Blocks } from './markdown-blocks.tsx';
import { withLevels } from './markdown-levels.ts';
import { isTooDeep } from './markdown-safety.ts';

const marked = new Marked({ gfm: true });

/**
 * Markdown somebody else wrote. Only the parser of `marked` is used: its tokens become React elements, so no HTML text is ever
 * made, raw HTML shows as text, links go to http(s) only, and nothing is loaded from anywhere.
 */
export const Markdown = memo(function Markdown({ text }: { text: string }): ReactNode {
  const honest = honestProse(text);
  const plain = <p className="prose whitespace-pre-wrap">{honest}</p>;
  if (isTooDeep(honest)) return plain;
  return (
    <Fallback instead={plain}>
      <Parsed text={honest} />
    </Fallback>
  );
});

function Parsed({ text }: { text: string }): ReactNode {
  return (
    <div className="prose">
      <Blocks tokens={withLevels(marked.lexer(text))} />
    </div>
  );
}

/** Text that the parser cannot take is shown as it is. */
class Fallback extends Component<{ instead: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
