import { statSync } from 'node:fs';
import type { OpenDatabase } from '../driver.ts';
import { IndexConnection } from './connection.ts';
import { withIndexErrors } from './index-errors.ts';
import { READER_PRAGMAS, schemaVersion, VERSION } from './schema.ts';

/**
 * A connection of a reader, which never writes. The file may not be there yet, have no tables yet, or be replaced while
 * it is open: then it is opened anew.
 */
export class ReadConnection {
  readonly #path: string;
  readonly #open: OpenDatabase;
  #current: { connection: IndexConnection; inode: number } | null = null;

  constructor(path: string, open: OpenDatabase) {
    this.#path = path;
    this.#open = open;
  }

  /** What `work` finds; `otherwise` while there is no index. */
  ask<T>(otherwise: T, work: (connection: IndexConnection) => T): T {
    const connection = this.#fresh();
    return connection === null ? otherwise : work(connection);
  }

  close(): void {
    this.#current?.connection.close();
    this.#current = null;
  }

  #fresh(): IndexConnection | null {
    const inode = withIndexErrors(this.#path, () => statSync(this.#path, { throwIfNoEntry: false })?.ino ?? null);
    if (inode !== null && this.#current?.inode === inode) return this.#current.connection;
    this.close();
    return inode === null ? null : this.#connect(inode);
  }

  #connect(inode: number): IndexConnection | null {
    const connection = withIndexErrors(this.#path, () => new IndexConnection(this.#open(this.#path), this.#path));
    try {
      connection.exec(READER_PRAGMAS);
      if (schemaVersion(connection) === VERSION) {
        this.#current = { connection, inode };
        return connection;
      }
    } catch (error) {
      connection.close();
      throw error;
    }
    connection.close();
    return null;
  }
}
