import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MODEL_FILE } from '../../src/app.ts'
import { createHashTable, hashOf } from '../../src/core/hash.ts'
import { decodeModel, encodeModel } from '../../src/core/model.ts'

test('every key of a hash table is found at its own place, and no other key is', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 300 }),
      fc.integer({ min: 0, max: 0xffffffff }),
      (keys, other) => {
        const placeOf = createHashTable(Uint32Array.from(keys))
        for (const [place, key] of keys.entries()) expect(placeOf(key)).toBe(place)
        expect(placeOf(other)).toBe(keys.indexOf(other))
      },
    ),
  )
})

test('a hash is a whole number of 32 bits without a sign, the same for the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const hash = hashOf(text)
      expect(hash).toBe(hash >>> 0)
      expect(hashOf(text)).toBe(hash)
    }),
  )
  expect(hashOf('төлейді')).not.toBe(hashOf('төлемейді'))
})

test('the model is written as it was read, byte by byte', () => {
  const bytes = readFileSync(MODEL_FILE)
  expect(Buffer.from(encodeModel(decodeModel(bytes))).equals(bytes)).toBe(true)
})

test('a model that is cut off, or of another version, is refused in words', () => {
  const bytes = readFileSync(MODEL_FILE)
  expect(() => decodeModel(bytes.subarray(0, bytes.length - 1))).toThrow(/expected \d+ bytes/)
  expect(() => decodeModel(Buffer.from('TIREK1\nrest'))).toThrow(/npm run train/)
})

test('it holds no words that somebody wrote: only hashes, ids and names of concepts', () => {
  const header = readFileSync(MODEL_FILE).subarray(0, 1_000_000).toString('latin1')
  const text = Buffer.from(header.slice(0, header.indexOf('"trainedOn"')), 'latin1').toString()
  expect(text).not.toMatch(/[а-яәғқңөұүіһ]/i)
})
