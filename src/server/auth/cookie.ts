const MAX_VALUES = 8;

/**
 * Every value a `Cookie` header has under a name. There can be several: a page on another port may set one of the same
 * name with a longer path, which browsers send first.
 */
export function cookieValues(headers: readonly string[], name: string): readonly string[] {
  return headers
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .slice(0, MAX_VALUES);
}
