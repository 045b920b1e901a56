import { describe, expect, test } from 'vitest'
import { compilePatterns } from '../../src/core/patterns.ts'
import { triageSchema } from '../../src/knowledge/schema.ts'

const text = { title: 'x', body: 'x' }
const readerOf = (rest: {
  ru: string[]
  harmless?: string[]
  set?: string[]
  apart?: string[]
  game?: string[]
}) => {
  const { rules, contexts } = {
    rules: [{ id: 'rule', card: 'it', ru: rest.ru }],
    contexts: { game: { ru: rest.game ?? [] } },
  }
  const read = compilePatterns(
    triageSchema.parse({
      cards: { it: { kind: 'crisis', phones: ['111'], topics: ['x'], kk: text, ru: text } },
      words: { set: { ru: rest.set ?? [] } },
      rules,
      contexts,
      harmless: { ru: rest.harmless ?? [] },
      guesses: [],
      fallback: { crisis: 'it', disclosure: 'it' },
      apart: { ru: rest.apart ?? [] },
    }),
  )
  return (message: string) => read(message).rules.has('rule')
}

test('words in order may have two others between them, not three', () => {
  const matches = readerOf({ ru: ['раз два'] })
  expect(matches('раз и ещё два')).toBe(true)
  expect(matches('раз и ещё вот два')).toBe(false)
  expect(matches('два раз')).toBe(false)
})

test('«&» takes any order within seven words', () => {
  const matches = readerOf({ ru: ['раз & два'] })
  expect(matches('два раз')).toBe(true)
  expect(matches('два а б в г д раз')).toBe(true)
  expect(matches('два а б в г д е раз')).toBe(false)
})

test('«=» takes the whole message and nothing else', () => {
  const matches = readerOf({ ru: ['= нужна помощь'] })
  expect(matches('Нужна помощь!')).toBe(true)
  expect(matches('нужна помощь с домашкой')).toBe(false)
})

test('an ending, alternatives and sets of words', () => {
  const matches = readerOf({ ru: ['<set> бежит|идёт'], set: ['кот*'] })
  expect(matches('котёнок идет')).toBe(true)
  expect(matches('koty bezhit')).toBe(true)
  expect(matches('пёс идёт')).toBe(false)
})

test('a harmless stretch is left out wherever it stands, the rest still counts', () => {
  const matches = readerOf({ ru: ['умер*'], harmless: ['умереть со смеху'] })
  expect(matches('можно умереть со смеху, просто умереть со смеху')).toBe(false)
  expect(matches('умереть со смеху, а потом правда умереть')).toBe(true)
})

describe('one slip in a long word', () => {
  const matches = readerOf({ ru: ['повеситься', 'таблетк*'], apart: ['повеселиться'] })
  test.each([
    ['a letter lost', 'повесится'],
    ['a letter too many', 'повесситьсся'],
    ['a wrong letter', 'повиситься'],
    ['two letters swapped', 'повесистья'],
    ['in a beginning, with any ending', 'табледками'],
  ])('%s', (_, word) => {
    expect(matches(word)).toBe(true)
  })

  test('not two, not in short words, not in the first letter, not another word', () => {
    expect(matches('повиистья')).toBe(false)
    expect(readerOf({ ru: ['нож'] })('нос')).toBe(false)
    expect(matches('новеситься')).toBe(false)
    expect(matches('повеселиться')).toBe(false)
  })
})

test('what a message is about is told beside the rules', () => {
  const read = compilePatterns(
    triageSchema.parse({
      cards: {},
      words: {},
      rules: [{ id: 'rule', card: 'it', ru: ['умер*'] }],
      contexts: { game: { ru: ['босс*'] } },
      harmless: {},
      guesses: [{ id: 'guess', card: 'it', ru: ['таблетк*'] }],
      fallback: { crisis: 'it', disclosure: 'it' },
      apart: {},
    }),
  )
  const found = read('на боссе умер без щита')
  expect([...found.contexts, ...found.rules, ...found.guesses]).toEqual(['game', 'rule'])
  expect([...read('таблетку принёс').guesses]).toEqual(['guess'])
})
