/** A small value this browser keeps under `amc.<name>`; '' where there is none, or no storage. See `persisted.ts`. */
export function readStored(name: string): string {
  try {
    return localStorage.getItem(`amc.${name}`) ?? '';
  } catch {
    return '';
  }
}
