import type { ReactNode } from 'react';
import { BulkBar } from './bulk-bar.tsx';
import { Tray } from './tray.tsx';

/** What lies over the board's foot. */
export function BulkFoot(): ReactNode {
  return (
    <>
      <BulkBar />
      <Tray />
    </>
  );
}
