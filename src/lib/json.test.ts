import { fc } from '../../test/helpers/property.ts';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseJsonObject } from './json.ts';

describe('parseJsonObject', () => {
  it('takes objects only', () => {
    expect(parseJsonObject('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(parseJsonObject(' {"a":1}\r')).toEqual({ ok: true, value: { a: 1 } });
    for (const text of ['null', '5', '[]', '"text"', 'true']) {
      expect(parseJsonObject(text)).toEqual({ ok: false, reason: `is no object: ${JSON.stringify(text)}` });
    }
    for (const text of ['', '{', '{"a":1}{"a":2}', '\0\0{"a":1}', 'NaN']) {
      expect(parseJsonObject(text)).toEqual({ ok: false, reason: `is no JSON: ${JSON.stringify(text)}` });
    }
  });

  it('does not let a record change what all objects have', () => {
    parseJsonObject('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: null })).toBe('{"a":null,"b":[{"x":2,"y":1}]}');
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('says different things for different values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b);
        expect(same).toBe(
          canonicalJson(JSON.parse(JSON.stringify(a))) === canonicalJson(JSON.parse(JSON.stringify(b))),
        );
        expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(JSON.stringify(a)));
      }),
    );
  });

  it('survives any depth', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(canonicalJson(deep)).toContain('…');
  });
});
