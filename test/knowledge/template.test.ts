import { describe, expect, test } from 'vitest'
import {
  amountOn,
  cite,
  formatDay,
  formatNumber,
  formatTenge,
  renderText,
  TemplateError,
} from '../../src/knowledge/template.ts'
import { knowledge } from '../support/knowledge.ts'

const context = (
  lang: 'kk' | 'ru',
  day = '2026-11-24',
  figures: Record<string, string | number> = {},
) => ({
  lang,
  day,
  registers: knowledge,
  figures,
})
/** With ordinary spaces, to read in a test. */
const text = (source: string, ...rest: Parameters<typeof context>) =>
  renderText(source, context(...rest)).replaceAll('\u00a0', ' ')

describe('placeholders', () => {
  test.each([
    ['{mci:10}', '10 АЕК (43 250 ₸)', '10 МРП (43 250 ₸)'],
    ['{mci:10@2025-06-01}', '10 АЕК (39 320 ₸)', '10 МРП (39 320 ₸)'],
    ['{value:subsistence-minimum}', '50 851 ₸', '50 851 ₸'],
    ['{value:mci*2}', '8 650 ₸', '8 650 ₸'],
    ['{phone:111}', '111', '111'],
    ['{law:koap-127-2}', 'ӘҚБтК-нің 127-2-бабы', 'ст. 127-2 КоАП'],
    ['{law:koap-127-2:3}', 'ӘҚБтК-нің 127-2-бабының 3-бөлігі', 'ч. 3 ст. 127-2 КоАП'],
    [
      '{law:child-2:2}',
      '«Баланың құқықтары туралы» Заңның 2-бабының 2-тармағы',
      'п. 2 ст. 2 Закона «О правах ребенка»',
    ],
    [
      '{law:child-1}нда',
      '«Баланың құқықтары туралы» Заңның 1-бабында',
      'ст. 1 Закона «О правах ребенка»нда',
    ],
  ])('%s', (source, kk, ru) => {
    expect(text(source, 'kk')).toBe(kk)
    expect(text(source, 'ru')).toBe(ru)
  })

  test('figures: numbers, days, months, times and fractions', () => {
    const figures = {
      sum: 110999,
      year: 2024,
      rate: 0.1,
      day: '2026-03-02',
      month: '2025-11',
      time: '23:00',
      share: '1/4',
    }
    expect(text('{sum} {year} {rate} {time} {share}', 'ru', undefined, figures)).toBe(
      '110 999 2024 0,1 23:00 1/4',
    )
    expect(text('{day}, {month}', 'ru', undefined, figures)).toBe(
      '2 марта 2026 года, ноябрь 2025 года',
    )
    expect(text('{day}, {month}', 'kk', undefined, figures)).toBe(
      '2026 жылғы 2 наурыз, 2025 жылғы қараша',
    )
  })

  test('a list line gets its bullet, a dash inside a line stays', () => {
    expect(text('a\n- b - c', 'ru')).toBe('a\n• b - c')
  })

  test.each([
    '{mci:}',
    '{mci:x}',
    '{phone:999}',
    '{law:nope-1}',
    '{value:nope}',
    '{nope}',
    '{what:1}',
    '{value:mci*0}',
  ])('%s is refused with a word of what was expected', (source) => {
    expect(() => text(source, 'ru')).toThrow(TemplateError)
    expect(() => text(source, 'ru')).toThrow(/^expected/)
  })
})

test('amounts follow the day: the value in force on it', () => {
  expect(amountOn(knowledge.values, 'mci', '2024-12-31')).toBe(3692)
  expect(amountOn(knowledge.values, 'mci', '2025-01-01')).toBe(3932)
  expect(amountOn(knowledge.values, 'mci', '2026-11-24')).toBe(4325)
  expect(amountOn(knowledge.values, 'mci', '2020-01-01')).toBe(3692)
})

test('numbers, money and days read as they are read aloud', () => {
  expect(formatNumber(1602)).toBe('1602')
  expect(formatNumber(12_345.5)).toBe('12\u00a0345,5')
  expect(formatTenge(21_625)).toBe('21\u00a0625\u00a0₸')
  expect(formatDay('1989-11-20', 'ru')).toBe('20\u00a0ноября 1989\u00a0года')
})

test('a source is an act, an article of it, or a page', () => {
  expect(cite(knowledge.sources, 'koap', 'ru')?.label).toBe('КоАП')
  expect(cite(knowledge.sources, 'koap-127-2', 'ru')).toMatchObject({ edition: '2024-06-20' })
  expect(cite(knowledge.sources, 'kazinform-111-2025', 'kk')?.url).toContain('inform.kz')
  expect(cite(knowledge.sources, 'koap-999', 'ru')).toBeUndefined()
})
