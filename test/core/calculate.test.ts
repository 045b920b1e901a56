import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ageOn,
  alimonyOf,
  alimonyShares,
  deadlineOf,
  fineOn,
  isDay,
  resolveDay,
  timelineAt,
} from '../../src/core/calculate.ts'
import { addDays } from '../../src/knowledge/calendar.ts'
import { knowledge } from '../support/knowledge.ts'

const TODAY = '2026-11-24'
const { values } = knowledge
const day = fc.integer({ min: 0, max: 365 * 40 }).map((days) => addDays('2000-01-01', days))

describe('a fine in tenge', () => {
  test.each([
    [10, '2024-12-31', 36_920],
    [10, '2025-01-01', 39_320],
    [10, '2025-03-01', 39_320],
    [10, '2026-11-24', 43_250],
    [1.5, '2026-11-24', 6_488],
  ])('%d MCI on %s', (count, on, tenge) => {
    expect(fineOn(values, count, on)).toMatchObject({ known: true, tenge })
  })

  test('of a year whose amount is not held, nothing is guessed', () => {
    expect(fineOn(values, 10, '2023-12-31')).toMatchObject({ known: false, lies: 'before' })
    expect(fineOn(values, 10, '2027-01-01')).toMatchObject({ known: false, lies: 'after' })
  })

  test('it grows with the number, and the amount is one that was in force', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 5000 }), (on, count) => {
        const [one, more] = [fineOn(values, count, on), fineOn(values, count + 1, on)]
        expect(one.known).toBe(more.known)
        if (!one.known || !more.known) return
        expect(one.since <= on).toBe(true)
        expect(one.tenge).toBe(count * one.mci)
        expect(more.tenge - one.tenge).toBe(one.mci)
      }),
    )
  })
})

describe('alimony', () => {
  const shares = alimonyShares(knowledge)

  test('the shares are those that the topic states', () => {
    expect(shares).toEqual(['1/4', '1/3', '1/2'])
  })

  test.each([
    [300_000, 1, 75_000],
    [300_000, 2, 100_000],
    [300_000, 3, 150_000],
    [300_000, 7, 150_000],
    [100_000, 2, 33_333],
  ])('from %d for %d', (income, children, tenge) => {
    expect(alimonyOf(income, children, shares).tenge).toBe(tenge)
  })

  test('never more than the income, never less for more children, never more for less income', () => {
    const income = fc.integer({ min: 1000, max: 1_000_000_000 })
    const children = fc.integer({ min: 1, max: 15 })
    fc.assert(
      fc.property(income, children, fc.nat(100_000), (sum, number, more) => {
        const { tenge } = alimonyOf(sum, number, shares)
        expect(tenge).toBeGreaterThan(0)
        expect(tenge).toBeLessThanOrEqual(sum)
        expect(alimonyOf(sum, number + 1, shares).tenge).toBeGreaterThanOrEqual(tenge)
        expect(alimonyOf(sum + more, number, shares).tenge).toBeGreaterThanOrEqual(tenge)
      }),
    )
  })
})

describe('age', () => {
  test.each([
    ['2012-05-12', '2026-05-11', 13],
    ['2012-05-12', '2026-05-12', 14],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2026-11-25', '2026-11-24', undefined],
  ])('born %s, on %s', (born, on, age) => {
    expect(ageOn(born, on)).toBe(age)
  })

  test('a year later one is a year older', () => {
    fc.assert(
      fc.property(day, day, (born, on) => {
        fc.pre(born <= on && !on.endsWith('02-29'))
        const later = `${Number(on.slice(0, 4)) + 1}${on.slice(4)}`
        expect(ageOn(born, later)).toBe((ageOn(born, on) ?? 0) + 1)
      }),
    )
  })
})

describe('a deadline', () => {
  test('calendar days, over the end of a month and of a year', () => {
    expect(deadlineOf('2026-12-20', 15, TODAY)).toEqual({ last: '2027-01-04', left: 41 })
    expect(deadlineOf('2026-11-09', 15, TODAY)).toEqual({ last: TODAY, left: 0 })
    expect(deadlineOf('2026-11-01', 3, TODAY).left).toBe(-20)
  })

  test('day by day it comes nearer', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 3650 }), day, (from, days, today) => {
        const { last, left } = deadlineOf(from, days, today)
        expect(addDays(today, left)).toBe(last)
        expect(deadlineOf(from, days + 1, today).left).toBe(left + 1)
        expect(deadlineOf(from, days, addDays(today, 1)).left).toBe(left - 1)
      }),
    )
  })
})

describe('a partial date', () => {
  test.each([
    ['2025-03-10', '2025-03-10'],
    ['2025-03', '2025-03-01'],
    ['2025', '2025-01-01'],
    ['--03', '2026-03-01'],
    ['--12', '2025-12-01'],
    ['--11-24', '2026-11-24'],
    ['--11-25', '2025-11-25'],
    ['--02-30', undefined],
    ['2025-13', undefined],
    ['yesterday', undefined],
  ])('%s', (when, expected) => {
    expect(resolveDay(when, TODAY)).toBe(expected)
  })

  test('is never a day that is to come, where the year was left out', () => {
    fc.assert(
      fc.property(day, day, (when, today) => {
        const resolved = resolveDay(`-${when.slice(4)}`, today)
        if (resolved === undefined) return expect(when.endsWith('02-29')).toBe(true)
        expect(isDay(resolved)).toBe(true)
        expect(resolved <= today).toBe(true)
      }),
    )
  })
})

describe('the timeline', () => {
  test('a line is in one list, and moves only forward', () => {
    for (let age = 0; age <= 21; age++) {
      const { now, limits, next } = timelineAt(knowledge, age)
      const entries = [...now, ...limits, ...next].map(({ entry }) => entry)
      expect(new Set(entries).size).toBe(entries.length)
      expect(now.length).toBeGreaterThan(2)
      const later = timelineAt(knowledge, age + 1)
      for (const { entry } of later.next) expect(next.map((line) => line.entry)).toContain(entry)
      for (const { entry } of later.limits)
        expect(limits.map((line) => line.entry)).toContain(entry)
    }
  })

  test.each([
    [13, 'next', 'work-from-age'],
    [14, 'now', 'work-from-age'],
    [15, 'limits', 'bus-no-disembark'],
    [16, 'now', 'medical-consent-age-16'],
    [17, 'limits', 'night-curfew'],
    [18, 'now', 'marriage-age'],
    [20, 'limits', 'energy-drinks'],
    [20, 'now', 'alimony-adult-students'],
  ] as const)('at %d, %s has %s', (age, view, topic) => {
    expect(timelineAt(knowledge, age)[view].map((line) => line.topic.id)).toContain(topic)
  })

  test('what a later line goes beyond is told no more', () => {
    const topics = timelineAt(knowledge, 16).now.map(({ topic }) => topic.id)
    expect(topics.filter((id) => id === 'work-from-age')).toHaveLength(1)
    expect(topics.filter((id) => id === 'criminal-age')).toHaveLength(1)
  })

  test('at the age at which it ends, a limit is gone', () => {
    const limits = (age: number) => timelineAt(knowledge, age).limits.map(({ topic }) => topic.id)
    expect(limits(16)).not.toContain('bus-no-disembark')
    expect(limits(18)).not.toContain('night-curfew')
    expect(limits(21)).toEqual(['vapes-ban'])
  })
})
