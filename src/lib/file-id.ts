const MAX_LENGTH = 255;
const FORBIDDEN = /[/\\\p{Cc}]/u;

/** Whether a text can be a session's id and the name of its file: one path segment that names exactly itself. */
export function isFileId(id: string): boolean {
  return id.length > 0 && id.length <= MAX_LENGTH && !FORBIDDEN.test(id) && id !== '.' && id !== '..';
}
