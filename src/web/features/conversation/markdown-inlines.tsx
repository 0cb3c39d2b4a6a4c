/* oxlint-disable react/no-array-index-key */
import type { MarkedToken, Token } from 'marked';
import type { ReactNode } from 'react';
import { tDocument } from '../session/document-texts.ts';
import { decodeEntities, safeUrl } from './markdown-safety.ts';

/** Inline tokens as elements. A kind that is not known shows its source. */
export function Inlines({ tokens }: { tokens: readonly Token[] }): ReactNode {
  return tokens.map((token, index) => <Inline key={index} token={token as MarkedToken} />);
}

function Inline({ token }: { token: MarkedToken }): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? decodeEntities(token.text) : <Inlines tokens={token.tokens} />;
    case 'escape':
      return token.text;
    case 'strong':
      return (
        <strong>
          <Inlines tokens={token.tokens} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines tokens={token.tokens} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inlines tokens={token.tokens} />
        </del>
      );
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'image':
      return <span className="text-ink-3">{tDocument('conversation.imageLeftOut', { alt: token.text })}</span>;
    case 'link':
      return <Link href={safeUrl(token.href)} tokens={token.tokens} />;
    default:
      return /^<br\s*\/?>$/i.test(token.raw) ? <br /> : token.raw;
  }
}

function Link({ href, tokens }: { href: string; tokens: readonly Token[] }): ReactNode {
  if (href === '') return <Inlines tokens={tokens} />;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <Inlines tokens={tokens} />
    </a>
  );
}
