/**
 * The address of the page, where only the part behind `#` is ours: any folder of any host will do. Stands in for
 * `location` in the build of the static demo (see vite.demo.config.ts).
 */
class HashPlace {
  get pathname(): string {
    return this.#url().pathname;
  }

  get search(): string {
    return this.#url().search;
  }

  /** Nothing of the page's own is behind a second `#`. */
  get hash(): string {
    return '';
  }

  /** What a path is put behind, to be passed on. */
  get origin(): string {
    return `${window.location.href.replace(/#.*$/s, '')}#`;
  }

  get href(): string {
    return this.origin + this.pathname + this.search;
  }

  get protocol(): string {
    return window.location.protocol;
  }

  get host(): string {
    return window.location.host;
  }

  reload(): void {
    window.location.reload();
  }

  #url(): URL {
    const path = window.location.hash.replace(/^#\/?/, '/');
    return new URL(path, 'http://demo.invalid');
  }
}

export const hashPlace = new HashPlace();

/** Paths that the page goes to stand behind `#` from now on. */
export function keepBehindHash(): void {
  for (const change of ['pushState', 'replaceState'] as const) {
    const original = history[change].bind(history);
    history[change] = (state: unknown, unused: string, to?: string | URL | null) =>
      original(state, unused, addressOf(to));
  }
}

function addressOf(to: string | URL | null | undefined): string | URL | null | undefined {
  if (typeof to !== 'string') return to;
  if (to.startsWith('/')) return `#${to}`;
  return to.startsWith('?') ? `#${hashPlace.pathname}${to}` : to;
}
