/** Puts text where it can be pasted from. Rejects when the browser does not allow it. */
export async function copyText(text: string): Promise<void> {
  // Browsers have `clipboard` on secure origins only; AMC may be opened over a private network.
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sr-only';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('The browser does not let the page copy.');
}
