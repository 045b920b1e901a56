import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { golden } from '../support/golden.ts'
import { knowledge, responder } from '../support/knowledge.ts'

interface Expected {
  text: string
  lang: 'kk' | 'ru'
  kind?: string
  topic?: string
  /** A topic that must be among the first three. */
  among?: string
}

const lines = golden<Expected>('answers.jsonl')

describe('questions as people type them', () => {
  test.each(lines)('$text', ({ text, lang, kind, topic }) => {
    const reply = responder.reply({ text })
    expect(reply.lang).toBe(lang)
    if (kind) expect(reply.kind).toBe(kind)
    if (topic) expect(reply.topics[0]?.id).toBe(topic)
  })

  test('the wanted topic is among the first three for most of them', () => {
    const asked = lines.filter(({ among }) => among !== undefined)
    const lost = asked.filter(({ text, among }) => {
      const { topics } = responder.reply({ text })
      return !topics.slice(0, 3).some(({ id }) => id === among)
    })
    expect(1 - lost.length / asked.length, JSON.stringify(lost)).toBeGreaterThan(0.8)
  })
})

describe('every programme, body, law, right and figure of the five articles of the beginning', () => {
  test.each(golden<Expected>('seeds.jsonl'))('$text → $among', ({ text, lang, among }) => {
    const { topics } = responder.reply({ text, lang })
    expect(topics.slice(0, 3).map(({ id }) => id)).toContain(among)
  })
})

test('every example question of the knowledge finds its topic among the first three', () => {
  const lost: string[] = []
  let asked = 0
  for (const topic of knowledge.topics) {
    for (const lang of ['kk', 'ru'] as const) {
      for (const text of topic[lang].ask) {
        asked++
        const { topics } = responder.reply({ text, lang })
        if (!topics.slice(0, 3).includes(topic)) lost.push(`${topic.id}: ${text}`)
      }
    }
  }
  expect(lost.length / asked, lost.join('\n')).toBeLessThan(0.01)
})

test('the language that somebody chose wins over the language of the message', () => {
  expect(responder.reply({ text: 'какой штраф за травлю', lang: 'kk' }).lang).toBe('kk')
})

test('where a message tells too little, the language of the chat goes on', () => {
  expect(responder.reply({ text: '111', likely: 'ru' }).lang).toBe('ru')
  expect(responder.reply({ text: '111', likely: 'kk' }).lang).toBe('kk')
})

test('a fragment that fits several topics brings a choice of two to four', () => {
  const reply = responder.reply({ text: 'штраф' })
  expect(reply.kind).toBe('suggest')
  if (reply.kind === 'suggest') {
    expect(reply.choices.length).toBeGreaterThanOrEqual(2)
    expect(reply.choices.length).toBeLessThanOrEqual(4)
  }
})

test('any text whatever gets a reply, the same one each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const reply = responder.reply({ text })
      expect(reply.confidence).toBeGreaterThanOrEqual(0)
      expect(reply.confidence).toBeLessThanOrEqual(1)
      expect(reply.topics.length).toBeLessThanOrEqual(5)
      expect(responder.reply({ text })).toEqual(reply)
    }),
    { numRuns: 200 },
  )
})
