/** A file as it was sent; `name` only hints at what it is. */
export interface NewAttachment {
  name: string;
  base64: string;
}

/** Files that go with prompts: those that were uploaded lie in a folder of AMC's own. */
export interface Attachments {
  /** Lays it down under a name of its own. Throws a `UserError` for what is no file or too large. */
  keep(file: NewAttachment): Promise<{ path: string; bytes: number }>;
  /** Why this path cannot go with a prompt; null: it is a regular file that can be read. */
  fault(path: string): Promise<string | null>;
}
