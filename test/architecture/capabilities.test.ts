import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Capability } from '../../src/ports/capability.ts';
import { capabilityTable } from './capability-table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const rows = (await Promise.all(readdirSync(`${root}/src/agents`).map(rowsOf))).flat();

async function rowsOf(agent: string): Promise<readonly Capability[]> {
  const path = `${root}/src/agents/${agent}/capabilities.ts`;
  if (!existsSync(path)) return [];
  const module: { capabilities?: readonly Capability[] } = await import(path);
  return module.capabilities ?? [];
}

const texts = readdirSync(`${root}/test`, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:spec|test)\.ts$/.test(path) && !path.includes('node_modules'))
  .map((path) => readFileSync(`${root}/test/${path}`, 'utf8'));
/** What every test is called, as a pattern: titles are filled in where tests are made in a loop. */
const titles = texts.flatMap(titlesOf);

function titlesOf(text: string): RegExp[] {
  const calls = text.matchAll(/\b(?:test|it|describe)(?:\.\w+)*(?:\([^()]*\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs);
  return [...calls].map(([, , title = '']) => pattern(title.replaceAll(/\\(['"`])/g, '$1')));
}

/** `${…}` and `%s` stand for any text; what is left has to be enough to tell it from others. */
function pattern(title: string): RegExp {
  const parts = title.split(/\$\{[^}]*\}|%[sjdo]/);
  const isEnough = parts.join('').length >= 12;
  return isEnough ? new RegExp(`^${parts.map(literal).join('.+')}$`, 's') : /^(?!)/;
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** As a title where a test begins, or as a whole text that is given to one. */
function isThere(title: string): boolean {
  const asText = [`'${title.replaceAll("'", "\\'")}'`, `"${title}"`, `\`${title}\``];
  return titles.some((known) => known.test(title)) || texts.some((text) => asText.some((one) => text.includes(one)));
}

describe('docs/capabilities.md', () => {
  test('is what the agents say; `npm run docs:capabilities` writes it', async () => {
    await expect(capabilityTable(rows)).toMatchFileSnapshot(`${root}/docs/capabilities.md`);
  });

  test('every agent says what it can do', () => {
    const silent = readdirSync(`${root}/src/agents`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .filter((name) => !rows.some(({ agent }) => agent === name));
    expect(silent).toEqual([]);
  });

  test('each "yes" names a test that is there; each "no" a reason', () => {
    const unshown = rows.filter(({ channel, shownBy, via }) =>
      channel === 'none' ? via === '' : shownBy === undefined || !isThere(shownBy),
    );
    expect(unshown.map(({ agent, mode, what, shownBy }) => [agent, mode, what, shownBy])).toEqual([]);
  });
});
