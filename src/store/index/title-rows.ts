import type { IndexWriter, TitleFile } from '../../ports/history-store.ts';
import { num, text } from './columns.ts';
import type { IndexConnection, Row } from './connection.ts';
import { setTitle } from './session-rows.ts';

export function readTitleFiles(connection: IndexConnection): readonly TitleFile[] {
  return connection.all('SELECT * FROM title_file').map(toTitleFile);
}

function toTitleFile(row: Row): TitleFile {
  return { path: text(row, 'path'), read: num(row, 'read'), inode: text(row, 'inode') };
}

const NAME = `INSERT INTO title (key, text, rank) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET text = excluded.text, rank = excluded.rank`;
const READ = 'INSERT OR REPLACE INTO title_file (path, read, inode) VALUES (?, ?, ?)';

/** Names are kept beside the sessions, for those whose transcripts are found later. */
export function nameSessions(
  connection: IndexConnection,
  ...[agent, titles, file]: Parameters<IndexWriter['nameSessions']>
): void {
  const last = new Map(titles.map(({ sessionId, title }) => [`${agent}:${sessionId}`, title]));
  for (const [key, title] of last) {
    connection.run(NAME, key, title.text, title.rank);
    setTitle(connection, key, title);
  }
  connection.run(READ, file.path, file.read, file.inode);
}
