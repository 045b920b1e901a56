import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KNOWLEDGE_FOLDER } from '../../src/app.ts'
import { isWithheld, loadQuestions } from '../../src/knowledge/questions.ts'
import { LANGS, type Lang } from '../../src/knowledge/schema.ts'
import { knowledge, responder } from '../support/knowledge.ts'

/** A question that nothing was trained on, and the topics that answer it. */
interface Asked {
  text: string
  lang: Lang
  topics: readonly string[]
}

const lines = <T>(path: string): T[] =>
  readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

const voices = loadQuestions(join(KNOWLEDGE_FOLDER, 'questions'), knowledge)
const withheld: Asked[] = voices
  .filter(isWithheld)
  .map(({ text, lang, topic }) => ({ text, lang, topics: [topic] }))
const strangers = lines<Asked>('bench/data/questions.jsonl')
const stray = lines<{ text: string; lang: Lang }>('bench/data/off-subject.jsonl')

const percent = (part: number, whole: number) => (100 * part) / whole

function recall(asked: readonly Asked[], lang: Lang) {
  const replies = asked
    .filter((each) => each.lang === lang)
    .map(({ text, topics }) => ({ topics, reply: responder.reply({ text }) }))
  const among = (depth: number) =>
    replies.filter(({ topics, reply }) =>
      reply.topics.slice(0, depth).some(({ id }) => topics.includes(id)),
    ).length
  const answered = replies.filter(({ reply }) => reply.kind === 'answer')
  return {
    first: percent(among(1), replies.length),
    three: percent(among(3), replies.length),
    answered: percent(answered.length, replies.length),
    right: percent(
      answered.filter(({ topics, reply }) => topics.includes(reply.topics[0]?.id ?? '')).length,
      answered.length,
    ),
    turnedAway: percent(
      replies.filter(({ reply }) => reply.kind === 'none').length,
      replies.length,
    ),
    language: percent(replies.filter(({ reply }) => reply.lang === lang).length, replies.length),
  }
}

/** Floors stand just below what `npm run bench -- --relevance` prints: a change that loses more fails. */
describe.each(LANGS)('questions that nothing was trained on, in %s', (lang) => {
  test('asked by people who had seen neither the answers nor the questions', () => {
    const found = recall(strangers, lang)
    expect(found.first).toBeGreaterThan(95)
    expect(found.three).toBeGreaterThan(98)
    expect(found.answered).toBeGreaterThan(78)
    expect(found.right).toBeGreaterThan(98)
    expect(found.turnedAway).toBeLessThan(2)
    expect(found.language).toBeGreaterThan(98)
  })

  test('at the border of two topics: the withheld tenth of the voices', () => {
    const found = recall(withheld, lang)
    expect(found.first).toBeGreaterThan(68)
    expect(found.three).toBeGreaterThan(84)
    expect(found.right).toBeGreaterThan(88)
    expect(found.turnedAway).toBeLessThan(5)
    expect(found.language).toBeGreaterThan(98)
  })

  test('at least four a topic', () => {
    const counts = new Map(knowledge.topics.map(({ id }) => [id, 0]))
    for (const each of [...withheld, ...strangers]) {
      const [topic = ''] = each.topics
      if (each.lang === lang) counts.set(topic, (counts.get(topic) ?? 0) + 1)
    }
    expect([...counts].filter(([, count]) => count < 4)).toEqual([])
  })
})

test('some sixty ways and more to ask for a topic in each language', () => {
  const counts = new Map<string, number>()
  for (const { topic, lang } of voices)
    counts.set(`${topic} ${lang}`, (counts.get(`${topic} ${lang}`) ?? 0) + 1)
  const few = knowledge.topics.flatMap(({ id }) =>
    LANGS.map((lang) => `${id} ${lang}`).filter((key) => (counts.get(key) ?? 0) < 58),
  )
  expect(few).toEqual([])
})

test('what is not our subject is hardly ever answered', () => {
  const answered = stray.filter(({ text }) => responder.reply({ text }).kind === 'answer')
  expect(percent(answered.length, stray.length)).toBeLessThan(2)
})
