import { describe, expect, test } from 'vitest'
import { findDue, findOverdue, reviewDay } from '../../src/knowledge/calendar.ts'
import { knowledge } from '../support/knowledge.ts'

describe('the calendar', () => {
  test('a topic is due on its review day, or 180 days after it was checked', () => {
    expect(reviewDay({ checked: '2026-11-22', review: '2027-01-10' })).toBe('2027-01-10')
    expect(reviewDay({ checked: '2026-11-22', review: undefined })).toBe('2027-05-21')
  })

  test('today nothing is overdue; when the values of 2027 are due, it is said', () => {
    expect(findOverdue(knowledge, '2026-11-24')).toEqual([])
    const late = findOverdue(knowledge, '2027-01-11').map(({ file }) => file)
    expect(late).toContain('knowledge/values.yaml')
    expect(late).toContain('knowledge/topics/bullying/bullying-fines.yaml')
  })

  test('a day in the future cannot have been the day of checking', () => {
    expect(findOverdue(knowledge, '2026-11-01').some(({ path }) => path === 'checked')).toBe(true)
  })

  test('an editor asks what comes within so many days, and gets it soonest first', () => {
    const due = findDue(knowledge, '2026-11-24', 60)
    expect(due.map(({ day }) => day)).toEqual(due.map(({ day }) => day).toSorted())
    expect(due.every(({ day }) => day <= '2027-01-23')).toBe(true)
    expect(due.map(({ file }) => file)).toContain('knowledge/topics/bullying/bullying-fines.yaml')
    expect(due.map(({ what }) => what)).toContain('mci: месячный расчётный показатель')
    expect(findDue(knowledge, '2026-11-24', 0)).toEqual([])
    expect(findDue(knowledge, '2026-11-24', 400).length).toBeGreaterThan(221)
  })
})
