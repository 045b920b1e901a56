import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KNOWLEDGE_FOLDER, MODEL_FILE } from '../../src/app.ts'
import { tabulate } from '../../src/core/concepts.ts'
import { createHashTable, hashOf } from '../../src/core/hash.ts'
import { decodeModel, encodeModel } from '../../src/core/model.ts'
import { loadThesaurus } from '../../src/knowledge/thesaurus.ts'
import { knowledge } from '../support/knowledge.ts'

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

test('it holds nothing of what people wrote: weights under hashes, and the stems of the thesaurus', () => {
  const bytes = readFileSync(MODEL_FILE)
  const from = bytes.indexOf('\n') + 1
  const length = bytes.readUInt32LE(from)
  const header = JSON.parse(bytes.subarray(from + 4, from + 4 + length).toString()) as Record<
    string,
    unknown
  >
  expect(Object.keys(header).sort()).toEqual([
    'classes',
    'concepts',
    'confidence',
    'ranker',
    'scope',
    'sizes',
    'trainedOn',
  ])
  expect(header['concepts']).toEqual(
    tabulate(loadThesaurus(join(KNOWLEDGE_FOLDER, 'thesaurus.yaml'))),
  )
  expect(new Set(header['classes'] as string[])).toEqual(
    new Set([...knowledge.topics.map(({ id }) => id), '']),
  )
})
