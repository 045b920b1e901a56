import { describe, expect, test } from 'vitest'
import { findEditorialProblems, readability } from '../../src/knowledge/editorial.ts'
import type { Topic } from '../../src/knowledge/schema.ts'
import { knowledge } from '../support/knowledge.ts'

const DAY = '2026-11-24'

/** What an editor is told after a change of one topic. */
function problemsAfter(id: string, change: (topic: Topic) => void): string[] {
  const topics = knowledge.topics.map((topic) => structuredClone(topic) as Topic)
  const topic = topics.find((each) => each.id === id)
  if (!topic) throw new Error(`expected a topic, got "${id}"`)
  change(topic)
  return findEditorialProblems({ ...knowledge, topics }, DAY).map(
    ({ file, path, message }) => `${file} · ${path}: ${message}`,
  )
}

test('the knowledge as it is has nothing to mend', () => {
  expect(findEditorialProblems(knowledge, DAY)).toEqual([])
})

describe('an editor is told', () => {
  test.each<[string, (topic: Topic) => void, RegExp]>([
    [
      'that a word has letters of two alphabets',
      (topic) => {
        topic.ru.short = 'Tравля запрещена.'
      },
      /ru\.short: expected one alphabet in a word, got "Tравля"/,
    ],
    [
      'that a Russian line stayed in the Kazakh text',
      (topic) => {
        topic.kk.short = 'Буллинг үшін айыппұл бар. Если ребёнка травят, платят родители.'
      },
      /kk\.short: expected Kazakh, got the Russian "Если"/,
    ],
    [
      'that a Kazakh line stayed in the Russian text',
      (topic) => {
        topic.ru.short = 'Штраф есть. Айыппұл төленеді.'
      },
      /ru\.short: expected Russian, got the Kazakh "Айыппұл"/,
    ],
    [
      'that a text was copied and not written',
      (topic) => {
        topic.ru.more = topic.kk.more
      },
      /ru\.more: expected a text of its own, got the Kazakh one/,
    ],
    [
      'that a sentence is too long',
      (topic) => {
        topic.ru.short = `${'Это очень длинное предложение '.repeat(9)}.`
      },
      /ru\.short: expected sentences of at most 32 words, got 36/,
    ],
    [
      'that a text is too hard',
      (topic) => {
        topic.ru.short =
          'Осуществление административного производства уполномоченными подразделениями обеспечивается процессуальным законодательством.'
      },
      /ru\.short: expected a readability \(LIX\) of at most 60/,
    ],
  ])('%s', (_, change, expected) => {
    const told = problemsAfter('bullying-fines', change).join('\n')
    expect(told).toMatch(expected)
    expect(told).toContain('knowledge/topics/bullying/bullying-fines.yaml')
  })

  test('that nothing leads to a topic', () => {
    const topics = knowledge.topics.map((topic) => ({
      ...topic,
      related: topic.related.filter((id) => id !== 'school-fight-video'),
    }))
    const told = findEditorialProblems({ ...knowledge, topics }, DAY)
    expect(told.map(({ file }) => file)).toEqual([
      'knowledge/topics/bullying/school-fight-video.yaml',
    ])
  })
})

test('names in quotes and brackets may be in the other language', () => {
  const told = problemsAfter('bullying-fines', (topic) => {
    topic.ru.short = 'Фонд «Бақытты бала» и центр (ХҚКО) помогут.'
  })
  expect(told).toEqual([])
})

test('a list is as easy as its lines', () => {
  const list = readability('Что делать:\n- скажите взрослому\n- сохраните переписку', 'ru')
  const run = readability('Что делать: скажите взрослому, сохраните переписку', 'ru')
  expect(list.longest).toBe(2)
  expect(list.lix).toBeLessThan(run.lix)
})
