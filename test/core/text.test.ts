import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clip, fold, normalise, splitWords, tokenize } from '../../src/core/text.ts'
import { withoutKazakhLetters } from '../../src/training/degrade.ts'

describe('one word is one skeleton, however it is typed', () => {
  test.each([
    ['айыппұл', 'айыппул', 'aiyppul', 'ayyppul', 'aıyppul'],
    ['қорқыту', 'коркыту', 'qorqytu', 'korkytu', 'қорқытy'],
    ['жұмыс', 'жумыс', 'jumys', 'zhumys', 'jumıs'],
    ['үшін', 'ушин', 'ushin', 'uwin', 'úshin', 'üşin'],
    ['теңге', 'тенге', 'tenge'],
    ['ребёнок', 'ребенок', 'rebenok', 'rebyonok'],
    ['учитель', 'uchitel', 'u4itel', 'учитeль'],
    ['школа', 'shkola', '6kola', 'wkola'],
    ['что', 'chto', '4to', '4то'],
    ['юрист', 'yurist'],
  ])('%s', (...spellings) => {
    const skeletons = spellings.map((spelling) => tokenize(spelling).join(' '))
    expect(new Set(skeletons), String(skeletons)).toHaveProperty('size', 1)
  })

  test('different words stay different', () => {
    expect(fold('мектеп')).not.toBe(fold('мектеп'.slice(0, 5)))
    expect(fold('сот')).not.toBe(fold('сат'))
  })
})

test('numbers are kept, also where a word is stuck to them', () => {
  expect(tokenize('10аек 14 жаста 111ге')).toEqual(['10', 'aek', '14', 'jasta', '111', 'ge'])
})

test('zero-width characters, stacked marks and direction marks vanish', () => {
  expect(normalise('бу\u200bл\u202eлинг')).toBe('буллинг')
  expect(tokenize('з\u0300\u0301\u0302\u0303алго')).toEqual(tokenize('залго'))
})

describe('whatever comes in', () => {
  test('a token is made of a-z and digits, and folding it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const token of tokenize(text)) expect(token).toMatch(/^[a-z\d]+$/)
      }),
    )
  })

  test('without the letters that a Russian keyboard lacks, Kazakh folds alike', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'аәбвгғдежзийкқлмнңоөпрстуұүфхһшыі'),
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(word, (typed) => {
        expect(fold(withoutKazakhLetters(typed))).toBe(fold(typed))
      }),
    )
  })

  test('a word without end is cut, and of a wall of text a thousand characters are searched for', () => {
    expect(splitWords('ұ'.repeat(100_000))[0]?.length).toBe(40)
    expect(clip('сөз '.repeat(5000))).toHaveLength(1000)
  })
})
