import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Calculation,
  isWithin,
  readAgeOrBirth,
  readCalculation,
  readCount,
  readIncome,
  readPeriod,
} from '../../src/core/calculations.ts'
import { readQuantities } from '../../src/core/quantities.ts'
import { golden } from '../support/golden.ts'
import { knowledge, responder } from '../support/knowledge.ts'

interface Line {
  text: string
  /** null where an ordinary answer is wanted; `why` tells what a reader of this file may wonder. */
  calc: Calculation | null
}
const lines = golden<Line>('calculators.jsonl')

describe('what people ask to be calculated, and what they do not', () => {
  test.each(lines)('$text', ({ text, calc }) => {
    expect(readCalculation(text) ?? null).toEqual(calc)
  })
})

describe('in a reply', () => {
  test.each(lines.filter(({ calc }) => calc !== null))(
    '$text is an answer with the topic where it belongs',
    ({ text, calc }) => {
      const reply = responder.reply({ text })
      expect(reply.kind).toBe('answer')
      const { topic } = knowledge.calculators[calc?.of ?? 'fine']
      expect(reply.topics[0]?.id).toBe(topic)
      expect(reply.topics.length).toBeLessThanOrEqual(5)
      expect(new Set(reply.topics).size).toBe(reply.topics.length)
      expect(reply).toHaveProperty('calculation', calc)
    },
  )

  test.each(lines.filter(({ calc }) => calc === null))('$text is no sum', ({ text }) => {
    expect(responder.reply({ text })).not.toHaveProperty('calculation')
  })

  test('triage stands first', () => {
    expect(responder.reply({ text: 'меня бьёт отец мне 14 что мне можно' }).kind).toBe('disclosure')
  })

  test('no example question of another topic is taken for a sum', () => {
    const taken = knowledge.topics.flatMap((topic) =>
      [...topic.kk.ask, ...topic.ru.ask].flatMap((text) => {
        const asked = readCalculation(text)
        return asked && knowledge.calculators[asked.of].topic !== topic.id
          ? [`${topic.id}: ${text}`]
          : []
      }),
    )
    expect(taken).toEqual([])
  })
})

describe('a number that is written as a reply', () => {
  test.each([
    ['300 000', 300_000],
    ['300000 тг', 300_000],
    ['300 мың', 300_000],
    ['300к', 300_000],
    ['300 тысяч в месяц', 300_000],
    ['300.000 теңге', 300_000],
    ['1,2 млн', 1_200_000],
    ['жарты миллион', 500_000],
    ['полтора миллиона', 1_500_000],
    ['двести пятьдесят тысяч', 250_000],
    ['үш жүз мың теңге', 300_000],
    ['300', undefined],
    ['не знаю', undefined],
    ['300 или 400 тысяч', undefined],
  ])('income: %s', (text, income) => {
    expect(readIncome(text)).toBe(income)
  })

  test('MCI, age and period', () => {
    expect(readCount('12')).toEqual({ of: 'fine', count: 12 })
    expect(readCount('12 АЕК 2025 жылғы наурыз')).toEqual({ of: 'fine', count: 12, day: '2025-03' })
    expect(readCount('много')).toBeUndefined()
    expect(readAgeOrBirth('мне 14 лет')).toEqual({ of: 'age', age: 14 })
    expect(readAgeOrBirth('12.05.2012')).toEqual({ of: 'age', born: '2012-05-12' })
    expect(readAgeOrBirth('31.02.2012')).toBeUndefined()
    expect(readPeriod('10.11.2026 15')).toEqual({ of: 'deadline', from: '2026-11-10', days: 15 })
    expect(readPeriod('15 дней с 10 ноября')).toEqual({
      of: 'deadline',
      from: '--11-10',
      days: 15,
    })
    expect(readPeriod('10.11.2026 15 рабочих дней')).toBeUndefined()
  })
})

describe('whatever is written', () => {
  test('reading ends, and what it finds is within its bounds', () => {
    const word = fc.constantFrom(
      ...lines.flatMap(({ text }) => text.split(' ')),
      '99999999999',
      '0',
      '1,5',
      '32.13.2025',
    )
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.array(word, { maxLength: 9 }).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(text, (written) => {
        const asked = readCalculation(written)
        if (asked?.of === 'fine') expect(isWithin('count', asked.count ?? Number.NaN)).toBe(true)
        if (asked?.of === 'alimony') {
          expect(isWithin('income', asked.income ?? Number.NaN)).toBe(true)
          expect(isWithin('children', asked.children ?? 1)).toBe(true)
        }
        if (asked?.of === 'age' && asked.age !== undefined)
          expect(isWithin('age', asked.age)).toBe(true)
        if (asked?.of === 'deadline') expect(isWithin('days', asked.days ?? Number.NaN)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('one word that it does not know, and it is an ordinary question', () => {
    const asked = lines.filter(({ calc }) => calc !== null).map(({ text }) => text)
    fc.assert(
      fc.property(
        fc.constantFrom(...asked),
        fc.constantFrom('травлю', 'неге', 'суд'),
        (text, word) => {
          expect(readCalculation(`${text} ${word}`)).toBeUndefined()
        },
      ),
    )
  })

  test('however a whole number is grouped, it is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 999_999_999 }), (value) => {
        const grouped = String(value).replace(/\B(?=(\d{3})+$)/g, ' ')
        const expected = { kind: 'number', value, money: true, from: false }
        expect(readQuantities(String(value))).toEqual([expected])
        expect(readQuantities(grouped)).toEqual([expected])
        expect(readQuantities(grouped.replaceAll(' ', '\u00a0'))).toEqual([expected])
      }),
    )
  })
})
