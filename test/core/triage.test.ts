import { describe, expect, test } from 'vitest'
import { golden } from '../support/golden.ts'
import { responder } from '../support/knowledge.ts'

interface Expected {
  text: string
  card?: string
  /** Written down as not noticed yet: the line must be mended when it is. */
  known?: 'missed'
}

describe('danger is noticed, and what only looks like it is not', () => {
  test.each(golden<Expected>('triage.jsonl'))('$text → $card', ({ text, card, known }) => {
    const alarm = responder.alarm(text)
    expect(alarm?.card).toBe(known === 'missed' ? undefined : card)
  })
})

test('danger at the end of a wall of text is seen', () => {
  expect(responder.alarm(`${'мектепте бәрі жақсы. '.repeat(180)} өлгім келеді`)?.card).toBe('life')
  expect(responder.reply({ text: `${'сөз '.repeat(990)} хочу умереть` }).kind).toBe('crisis')
})

interface Sorted {
  text: string
  class: 'crisis' | 'disclosure' | 'lookalike' | 'other'
}

/** Shares of each class, in per cent: shown the crisis card, any card, a card or the line. */
function measure(file: string) {
  const shares: Record<string, { crisis: number; card: number; noticed: number }> = {}
  const messages = golden<Sorted>(file)
  for (const kind of ['crisis', 'disclosure', 'lookalike', 'other']) {
    const replies = messages
      .filter((message) => message.class === kind)
      .map(({ text }) => responder.reply({ text }))
    const share = (holds: (reply: (typeof replies)[number]) => boolean) =>
      (100 * replies.filter(holds).length) / replies.length
    const isCard = (reply: (typeof replies)[number]) =>
      reply.kind === 'crisis' || reply.kind === 'disclosure'
    shares[kind] = {
      crisis: share(({ kind: found }) => found === 'crisis'),
      card: share(isCard),
      noticed: share((reply) => isCard(reply) || reply.care === true),
    }
  }
  return shares
}

/** Floors and ceilings just below what docs/safety.md tells: a change that makes it worse fails. */
test('on messages that nothing was built on, it notices and errs as docs/safety.md says', () => {
  const { crisis, disclosure, lookalike, other } = measure('triage-holdout.jsonl')
  expect(crisis?.crisis).toBeGreaterThanOrEqual(88)
  expect(crisis?.card).toBeGreaterThanOrEqual(93)
  expect(crisis?.noticed).toBeGreaterThanOrEqual(95)
  expect(disclosure?.card).toBeGreaterThanOrEqual(92)
  expect(disclosure?.noticed).toBeGreaterThanOrEqual(96)
  expect(lookalike?.card).toBeLessThanOrEqual(8)
  expect(lookalike?.noticed).toBeLessThanOrEqual(19)
  expect(other?.card).toBeLessThanOrEqual(2.5)
})

test('on the messages that it was built on, next to nothing is missed', () => {
  const { crisis, disclosure, lookalike, other } = measure('triage-dev.jsonl')
  expect(crisis?.card).toBeGreaterThanOrEqual(99)
  expect(disclosure?.card).toBeGreaterThanOrEqual(97)
  expect(lookalike?.card).toBeLessThanOrEqual(1)
  expect(other?.card).toBeLessThanOrEqual(0.5)
})

test('none of the withheld messages is among those that it was built on', () => {
  const built = new Set(golden<Sorted>('triage-dev.jsonl').map(({ text }) => text))
  expect(golden<Sorted>('triage-holdout.jsonl').filter(({ text }) => built.has(text))).toEqual([])
})

test('a doubt is a line with the numbers above the ordinary answer, never silence', () => {
  const doubtful = golden<Sorted>('triage-holdout.jsonl')
    .map(({ text }) => responder.reply({ text }))
    .filter((reply) => reply.care)
  expect(doubtful.length).toBeGreaterThan(10)
  for (const { kind } of doubtful)
    expect(['answer', 'suggest', 'none', 'smalltalk']).toContain(kind)
})
