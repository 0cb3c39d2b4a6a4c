// oxlint-disable-next-line no-control-regex -- what others wrote must not drive the user's terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text that is safe to print, as one line and exactly as long as it was: places in it stay where they are. */
export function harmless(text: string): string {
  return text.replaceAll(CONTROL, ' ');
}
