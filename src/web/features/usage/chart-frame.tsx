import { useId, useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { tUsage } from './texts.ts';

export interface ChartTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A chart under its heading, and the same as a table behind a switch. Both have the same height: nothing jumps. */
export function ChartFrame(props: {
  title: string;
  height: number;
  table: ChartTable;
  tools?: ReactNode;
  children: ReactNode;
}): ReactNode {
  const { title, height, table, tools, children } = props;
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id={id} className="mr-auto text-15 font-semibold">
          {title}
        </h2>
        {tools}
        <Button
          look="quiet"
          aria-label={tUsage('usage.tableOf', { chart: title })}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {tUsage(asTable ? 'usage.asChart' : 'usage.asTable')}
        </Button>
      </div>
      {asTable ? <Table {...table} caption={title} height={height} /> : children}
    </section>
  );
}

function Table({ head, rows, caption, height }: ChartTable & { caption: string; height: number }): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className="overflow-auto" style={{ height }} tabIndex={0} role="group" aria-label={caption}>
      <table className="usage-table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = '', ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- columns have no other name
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
