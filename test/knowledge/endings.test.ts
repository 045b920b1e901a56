import { describe, expect, test } from 'vitest'
import { possibleStems } from '../../src/knowledge/endings.ts'

describe('a word that no dictionary lists is judged by its stem', () => {
  test.each([
    ['балаларыңыздың', 'бала'],
    ['мектептегілерге', 'мектеп'],
    ['орнына', 'орын'],
    ['кітабымнан', 'кітап'],
    ['хабарлаған', 'хабарлау'],
    ['бермесе', 'беру'],
    ['қорықсаң', 'қорқу'],
    ['оқитындарға', 'оқу'],
    ['шақырылмайынша', 'шақыру'],
    ['қоймаңыз', 'қою'],
    ['айтпай', 'айту'],
    ['шығады', 'шығу'],
  ])('%s ← %s', (word, stem) => {
    expect(possibleStems(word, 'kk')).toContain(stem)
  })

  test.each([
    ['акиматами', 'акимат'],
    ['медстрахования', 'медстрахование'],
    ['внутришкольного', 'внутришкольный'],
    ['соцсетях', 'соцсеть'],
  ])('%s ← %s', (word, stem) => {
    expect(possibleStems(word, 'ru')).toContain(stem)
  })

  test.each([
    ['балалер', 'an ending out of harmony', 'бала'],
    ['мектептгі', 'an ending without its vowel', 'мектеп'],
    ['хабарлағн', 'an ending without its vowel', 'хабарлау'],
    ['баланындың', 'two case endings', 'бала'],
  ])('%s is not taken for a form: %s', (word, _, stem) => {
    expect(possibleStems(word, 'kk')).not.toContain(stem)
  })
})
