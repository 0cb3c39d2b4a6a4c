const PATIENCE_MS = 4_000;

/** Presses buttons one after the other, each as soon as it is on the page: the way a finger would go. */
export async function pressWhenThere(...selectors: readonly string[]): Promise<void> {
  for (const selector of selectors) {
    const button = await there(selector);
    if (button === null) return;
    button.click();
  }
}

function there(selector: string): Promise<HTMLElement | null> {
  const find = (): HTMLElement | null => document.querySelector<HTMLElement>(selector);
  return new Promise((resolve) => {
    const end = (found: HTMLElement | null): void => {
      seen.disconnect();
      clearTimeout(timer);
      resolve(found);
    };
    const seen = new MutationObserver(() => {
      const found = find();
      if (found !== null) end(found);
    });
    const timer = setTimeout(() => end(null), PATIENCE_MS);
    seen.observe(document.body, { childList: true, subtree: true, attributes: true });
    const found = find();
    if (found !== null) end(found);
  });
}
