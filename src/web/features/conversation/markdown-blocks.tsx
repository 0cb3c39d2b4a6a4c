/* Tokens of one unchanging text: their index is their identity. */
/* oxlint-disable react/no-array-index-key */
import type { MarkedToken, Token, Tokens } from 'marked';
import type { ReactNode } from 'react';
import { CodeBlock } from './code/code-block.tsx';
import { Inlines } from './markdown-inlines.tsx';
import type { Levelled } from './markdown-levels.ts';

/** Block tokens as elements. A kind that is not known shows its source. */
export function Blocks({ tokens }: { tokens: readonly Token[] }): ReactNode {
  return tokens.map((token, index) => <Block key={index} token={token as MarkedToken} />);
}

function Block({ token }: { token: MarkedToken }): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'paragraph':
      return (
        <p>
          <Inlines tokens={token.tokens} />
        </p>
      );
    case 'heading': {
      const Level = `h${(token as Levelled).level ?? Math.min(6, token.depth + 1)}` as 'h2';
      return (
        <Level data-depth={token.depth}>
          <Inlines tokens={token.tokens} />
        </Level>
      );
    }
    case 'code':
      return <CodeBlock text={token.text} info={token.lang} />;
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens} />
        </blockquote>
      );
    case 'list':
      return <List token={token as Tokens.List} />;
    case 'table':
      return <Table token={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    case 'text':
      return token.tokens === undefined ? <Inlines tokens={[token]} /> : <Inlines tokens={token.tokens} />;
    default:
      return <p className="whitespace-pre-wrap">{token.raw.trimEnd()}</p>;
  }
}

function List({ token }: { token: Tokens.List }): ReactNode {
  const items = token.items.map((item, index) => (
    <li key={index} className={item.task ? 'task' : undefined}>
      {item.task ? <input type="checkbox" checked={item.checked === true} disabled readOnly /> : null}
      <Blocks tokens={item.tokens.filter(({ type }) => type !== 'checkbox')} />
    </li>
  ));
  return token.ordered ? <ol start={typeof token.start === 'number' ? token.start : 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ token }: { token: Tokens.Table }): ReactNode {
  return (
    <div className="table-wrap">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} scope="col" style={{ textAlign: cell.align ?? 'left' }}>
                <Inlines tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} style={{ textAlign: cell.align ?? 'left' }}>
                  <Inlines tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
