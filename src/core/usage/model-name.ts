/**
 * The names under which a price for a model is looked up, most exact first. Nothing is guessed: another version of a
 * model, or a longer name, is another model.
 *
 * 1. As written, in lower case, without a suffix in brackets: `claude-opus-5-5[1m]`.
 * 2. Without a provider: what stands behind the last `/` (`openrouter/anthropic/…`) and behind the cloud's own names
 *    (`us.anthropic.…`), without the cloud's version (`…-v1:0`).
 * 3. Claude's versions with dashes: `claude-opus-4.5` is `claude-opus-4-5`.
 * 4. Without a date or `latest` at its end: `-20251101`, `@20251101`, `-2026-03-05`, `-latest`.
 */
export function priceNames(model: string): string[] {
  const written = model
    .trim()
    .toLowerCase()
    .replace(/\[[^\]]*\]$/, '');
  const plain = withDashes(withoutProvider(written));
  return [...new Set([written, plain, plain.replace(DATE_OR_LATEST, '')])];
}

const DATE_OR_LATEST = /(?:[-@]20\d{6}|-20\d\d-\d\d-\d\d|-latest)$/;

function withoutProvider(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/^(?:[a-z]{2,6}\.)?(?:anthropic|openai)\./, '')
    .replace(/-v\d+(?::\d+)?$/, '');
}

function withDashes(name: string): string {
  return name.startsWith('claude-') ? name.replaceAll(/(?<=\d)\.(?=\d)/g, '-') : name;
}
