import type { Model } from '../src/core/model.ts'
import { createResponder, type Responder } from '../src/core/reply.ts'
import { type Knowledge, LANGS, type Topic } from '../src/knowledge/schema.ts'
import { createRandom } from '../src/training/random.ts'
import { table, timing } from './measure.ts'

const COPIES = 9
const ROUNDS = 1500
const SEED = 3

/** How the time of a reply grows when the knowledge is ten times as large. */
export function benchGrowth(
  knowledge: Knowledge,
  model: Model,
  questions: readonly string[],
): void {
  const topics = [...knowledge.topics]
  for (let copy = 0; copy < COPIES; copy++) {
    const change = otherWords(copy)
    topics.push(...knowledge.topics.map((topic) => copyOf(topic, copy, change)))
  }
  const once = measure(createResponder(knowledge, model), questions)
  const tenfold = measure(createResponder({ ...knowledge, topics }, model), questions)
  const row = (what: string, count: number, { p50, p99 }: ReturnType<typeof timing>) => ({
    what,
    topics: count,
    'p50 µs': p50,
    'p99 µs': p99,
    'times (p50)': Math.round((10 * p50) / once.p50) / 10,
  })
  console.log(
    `${table([row('core reply', knowledge.topics.length, once), row('core reply', topics.length, tenfold)])}\n`,
  )
}

function measure(responder: Responder, questions: readonly string[]) {
  const times: number[] = []
  for (let round = -ROUNDS / 5; round < ROUNDS; round++) {
    const text = questions[(Math.abs(round) * 7919) % questions.length] ?? ''
    const from = performance.now()
    responder.reply({ text })
    if (round >= 0) times.push((performance.now() - from) * 1000)
  }
  return timing(times)
}

function copyOf(topic: Topic, copy: number, change: (text: string) => string): Topic {
  const texts = { kk: topic.kk, ru: topic.ru }
  for (const lang of LANGS) {
    const { title, short, more, ask } = topic[lang]
    texts[lang] = {
      ...topic[lang],
      title: change(title),
      short: change(short),
      more: change(more),
      ask: ask.map(change),
    }
  }
  return { ...topic, ...texts, id: `${topic.id}-${copy}`, aliases: [] }
}

const VOWELS = [...'аәеёиоөуұүыіэюя']
const CONSONANTS = [...'бвгғджзйкқлмнңпрстфхһцчшщ']

/** Other words of the same length and sound: each letter becomes another of its kind. */
function otherWords(copy: number): (text: string) => string {
  const random = createRandom(SEED + copy)
  const letters = new Map<string, string>()
  for (const kind of [VOWELS, CONSONANTS]) {
    const shuffled = kind
      .map((letter) => ({ letter, place: random() }))
      .sort((a, b) => a.place - b.place)
    for (const [at, letter] of kind.entries()) letters.set(letter, shuffled[at]?.letter ?? letter)
  }
  return (text) => text.replace(/\p{L}/gu, (letter) => letters.get(letter.toLowerCase()) ?? letter)
}

/** The longest and oddest messages that Telegram lets through, and how long the slowest take. */
export function benchOddInputs(responder: Responder): void {
  const random = createRandom(SEED)
  const long = 4096
  const letters = (alphabet: string, space: number) =>
    Array.from({ length: long }, () =>
      random() < space ? ' ' : (alphabet[Math.floor(random() * alphabet.length)] ?? ''),
    ).join('')
  const cyrillic = [...VOWELS, ...CONSONANTS].join('')
  const inputs: [string, string][] = [
    ['one letter, 4,096 times', 'а'.repeat(long)],
    ['one word without end', letters(cyrillic, 0)],
    ['random Cyrillic words', letters(cyrillic, 0.15)],
    ['random long Cyrillic words', letters(cyrillic, 0.05)],
    ['random Latin words', letters('abcdefghijklmnopqrstuvwxyz', 0.15)],
    ['digits', letters('0123456789', 0.2)],
    ['stacked marks', `а${'\u0335\u0348'.repeat(long / 2)}`.slice(0, long)],
    ['right to left, zero width', '\u202e\u200bсот '.repeat(long / 6)],
    ['emoji', '🆘😭'.repeat(long / 4)],
    ['spaces', ' '.repeat(long)],
    ['punctuation', '«!?…»,'.repeat(long / 6)],
    ['numbers and words of sums', 'алименты 300 мың екі балаға '.repeat(long / 28)],
    ['one question over and over', 'буллинг үшін айыппұл қанша? '.repeat(long / 28)],
    ['all of danger', 'өлгім келеді меня бьют убивают помогите '.repeat(long / 40)],
  ]
  const rows = inputs.map(([what, text]) => {
    const times: number[] = []
    for (let round = 0; round < 12; round++) {
      const from = performance.now()
      responder.reply({ text })
      times.push((performance.now() - from) * 1000)
    }
    const { p50, max } = timing(times.slice(2))
    return { 'odd message': what, 'p50 µs': p50, 'max µs': max }
  })
  console.log(`${table(rows.sort((a, b) => b['p50 µs'] - a['p50 µs']))}\n`)
}
