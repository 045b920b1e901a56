import { join } from 'node:path'
import { KNOWLEDGE_FOLDER, loadModel } from '../src/app.ts'
import { createIndex, type TopicIndex } from '../src/core/index.ts'
import type { Signal, Weights } from '../src/core/model.ts'
import { rank } from '../src/core/search.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { isWithheld, loadQuestions } from '../src/knowledge/questions.ts'
import { LANGS } from '../src/knowledge/schema.ts'
import { mistyped } from '../src/training/degrade.ts'
import { createRandom } from '../src/training/random.ts'
import { table } from './measure.ts'

const SEED = 17

/**
 * What each part of the search brings on the withheld questions, as they are and mistyped: the same
 * with a part switched off. Nothing is trained anew. ± is half of the 95 % interval of a share.
 */
export function benchAblation(): void {
  const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
  const index = createIndex(knowledge, loadModel())
  const withheld = loadQuestions(join(KNOWLEDGE_FOLDER, 'questions'), knowledge).filter(isWithheld)
  const random = createRandom(SEED)
  const slipped = withheld.map((question) => ({
    ...question,
    text: mistyped(question.text, random),
  }))
  const parts: [string, TopicIndex][] = [
    ['everything', index],
    ['without words (BM25)', weighed(index, { words: 0 })],
    ['without letters (BM25 of n-grams)', weighed(index, { letters: 0 })],
    ['without the classifier', weighed(index, { likelihood: 0, probability: 0 })],
    ['without correction of words', { ...index, vocabulary: { near: () => [] } }],
    ['the classifier alone', weighed(index, { words: 0, letters: 0 })],
    ['words alone', weighed(index, { letters: 0, likelihood: 0, probability: 0 })],
  ]
  const rows = parts.flatMap(([part, changed]) =>
    LANGS.map((lang) => {
      const share = (questions: typeof withheld) => {
        const own = questions.filter((question) => question.lang === lang)
        const places = own.map(({ text, topic }) =>
          rank(changed, text).ranking.findIndex(({ topic: { id } }) => id === topic),
        )
        return {
          first: interval(places.filter((place) => place === 0).length, own.length),
          three: interval(places.filter((place) => place >= 0 && place < 3).length, own.length),
        }
      }
      const clean = share(withheld)
      const mistypedShare = share(slipped)
      return {
        part,
        lang,
        'first %': clean.first,
        'three %': clean.three,
        'mistyped, first %': mistypedShare.first,
        'mistyped, three %': mistypedShare.three,
      }
    }),
  )
  console.log(table(rows))
}

/** The index with other weights of its channels. */
const weighed = (index: TopicIndex, weights: Partial<Weights<Signal>>): TopicIndex => ({
  ...index,
  learnt: index.learnt && {
    ...index.learnt,
    model: { ...index.learnt.model, ranker: { ...index.learnt.model.ranker, ...weights } },
  },
})

/** A share in per cent with half of its 95 % interval. */
function interval(part: number, whole: number): string {
  const share = part / whole
  const half = 1.96 * Math.sqrt((share * (1 - share)) / whole)
  return `${(100 * share).toFixed(1)} ± ${(100 * half).toFixed(1)}`
}
