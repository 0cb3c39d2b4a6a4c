const ROW = '[data-row]';
const LINK = '[data-row-link]';
const OPEN = ':scope [data-key]';
/** The focus was moved for the person: a key that was on its way to the row before must not decide this one. */
const MEANT_AFTER_MS = 250;

/** Which row of a list the keys go to: the one that holds the browser's own focus. */
export class RowFocus {
  /** Where to go on from when a row took the focus with it. */
  #lastKey: string | null = null;
  #movedAt = 0;

  current(): HTMLElement | null {
    const row = document.activeElement?.closest<HTMLElement>(ROW) ?? null;
    if (row !== null) this.#lastKey = row.dataset['row'] ?? null;
    return row;
  }

  /** Whether the person can have seen the row that has the focus. */
  isMeant(): boolean {
    return performance.now() - this.#movedAt > MEANT_AFTER_MS;
  }

  move(step: 1 | -1): void {
    const rows = [...document.querySelectorAll<HTMLElement>(ROW)];
    const here = this.#here(rows);
    const index = here === undefined ? -1 : rows.indexOf(here);
    const next = rows[index === -1 ? (step === 1 ? 0 : rows.length - 1) : index + step];
    this.#focus(next);
  }

  /** On to the next row that has something to decide; the own row keeps the focus when there is none. */
  afterDecision(): void {
    const rows = [...document.querySelectorAll<HTMLElement>(ROW)];
    const here = this.#here(rows);
    const index = here === undefined ? -1 : rows.indexOf(here);
    const next = [...rows.slice(index + 1), ...rows.slice(0, Math.max(0, index))].find(
      (row) => row !== here && row.querySelector(OPEN) !== null,
    );
    this.#movedAt = performance.now();
    this.#focus(next ?? here);
  }

  /** The row in focus, the last that was, or the one that is shown beside its list. */
  #here(rows: readonly HTMLElement[]): HTMLElement | undefined {
    return (
      this.current() ??
      rows.find((row) => row.querySelector(`${LINK}[aria-current]`) !== null) ??
      rows.find(({ dataset }) => dataset['row'] === this.#lastKey)
    );
  }

  #focus(row: HTMLElement | undefined): void {
    if (row === undefined) return;
    this.#lastKey = row.dataset['row'] ?? null;
    row.querySelector<HTMLElement>(LINK)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }
}
