import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { layers, topLayers } from './layers.ts';

const src = fileURLToPath(new URL('../../src', import.meta.url));

interface Import {
  file: string;
  from: string;
  specifier: string;
  typeOnly: boolean;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => path.split(sep).join('/'));
const imports = files.flatMap(importsOf);

describe('the layers', () => {
  test('every folder of src is a layer, and every layer is there', () => {
    const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).toSorted()).toEqual(Object.keys(layers).toSorted());
  });

  test('a lower layer never imports a higher one', () => {
    expect(imports.flatMap((found) => wrongLayer(found) ?? [])).toEqual([]);
  });

  test('pure layers use nothing of Node; the rest only the packages named for them', () => {
    expect(imports.flatMap((found) => wrongPackage(found) ?? [])).toEqual([]);
  });

  test('adapters of one kind do not know each other', () => {
    const crossed = imports.filter(({ file, specifier }) => {
      const target = targetOf(file, specifier);
      const [layer, own] = file.split('/');
      const [targetLayer, other] = target?.split('/') ?? [];
      return (
        (layer === 'agents' || layer === 'terminals') &&
        targetLayer === layer &&
        isFolder(own) &&
        isFolder(other) &&
        own !== other
      );
    });
    expect(crossed.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  test('the core has no clock and no chance of its own', () => {
    const impure = files
      .filter((file) => file.startsWith('core/'))
      .filter((file) => /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID/.test(read(file)));
    expect(impure).toEqual([]);
  });

  test('imports name files, and no file is a barrel', () => {
    const bare = imports.filter(
      ({ specifier }) => specifier.startsWith('.') && !/\.(tsx?|css|json)(\?[\w&]+)?$/.test(specifier),
    );
    expect(bare.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
    expect(files.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([]);
  });
});

function importsOf(file: string): Import[] {
  const from = file.split('/')[0] ?? '';
  const pattern = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"\n;]*?from\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/g;
  const text = read(file).replaceAll(/import\s+(type\s+)?\{[^}]*\}/g, (block) => block.replaceAll('\n', ' '));
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    from,
    specifier: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

function wrongLayer({ file, from, specifier }: Import): string | null {
  const to = targetOf(file, specifier)?.split('/')[0];
  if (to === undefined || to === from) return null;
  const { may = [] } = layers[from] ?? {};
  const closed = topLayers.some((top) => top === to);
  return !closed && (may.includes('*') || may.includes(to))
    ? null
    : `${file} imports ${specifier}: ${from} may not import ${to}`;
}

function wrongPackage({ file, from, specifier, typeOnly }: Import): string | null {
  if (specifier.startsWith('.')) return null;
  const { node = false, npm = [] } = layers[from] ?? {};
  if (specifier.startsWith('node:')) return node ? null : `${file} imports ${specifier}`;
  if (builtinModules.includes(specifier)) return `${file} imports ${specifier} without node:`;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return typeOnly || npm.includes('*') || npm.includes(name) ? null : `${file} imports the package ${name}`;
}

function targetOf(file: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return relative(src, resolve(join(src, dirname(file)), specifier))
    .split(sep)
    .join('/');
}

function isFolder(name: string | undefined): boolean {
  return name !== undefined && !name.includes('.');
}

function read(file: string): string {
  return readFileSync(join(src, file), 'utf8');
}
