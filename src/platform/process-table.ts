import type { ProcessTable } from '../ports/process-table.ts';
import { createProcTable } from './process-table-proc.ts';
import { createPsTable } from './process-table-ps.ts';
import { run } from './subprocess.ts';

/** The machine's processes: read from /proc on Linux, asked from `ps` and `lsof` elsewhere. */
export function createProcessTable(): ProcessTable {
  return process.platform === 'linux' ? createProcTable() : createPsTable({ run });
}
