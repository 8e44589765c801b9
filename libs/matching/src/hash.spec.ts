import { describe, expect, it } from '@jest/globals';
import { canonicalJson, hashText, sha256 } from './hash.ts';

describe('a hash', () => {
  it('is SHA-256 as published (FIPS 180-4) and of UTF-8', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
    expect(sha256('a'.repeat(1_000_000))).toBe(
      'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    );
    expect(sha256('é漢😀')).toHaveLength(64);
  });

  it('of equal records is equal, whatever the order of their members', () => {
    expect(canonicalJson({ b: 1, a: [undefined, 'x'], c: undefined })).toBe('{"a":[null,"x"],"b":1}');
    expect(() => canonicalJson({ a: NaN })).toThrow('finite');
  });

  it('of a text depends on every character and on the seed', () => {
    const all = ['a', 'b', 'ab', 'ba'].flatMap((text) => [hashText(1, text), hashText(2, text)]);
    expect(new Set(all).size).toBe(8);
  });
});
