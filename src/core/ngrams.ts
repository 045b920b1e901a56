import { tokenize } from './text.ts'

/** Lengths of the letter n-grams of a word with its borders. */
const SHORTEST = 3
const LONGEST = 4

/** Example questions, each of one topic, made searchable by their letters. */
export interface QuestionIndex {
  /** Cosine of the nearest example question of each topic, 0 to 1, by the topic's position. */
  nearest: (text: string) => Float64Array
}

/**
 * Nearest example questions by letter n-grams: the safety net where a word is misspelt, run together
 * or inflected in a way that no stem catches. Postings are flat typed arrays; a query adds up the
 * weights of shared n-grams, so that its cost follows its own length and not that of the questions.
 */
export function createQuestionIndex(
  questions: readonly { topic: number; text: string }[],
  topicCount: number,
): QuestionIndex {
  const ids = new Map<string, number>()
  const lists: number[][] = []
  const norms = new Float64Array(questions.length)
  const grams = questions.map(({ text }) => ngramsOf(text))
  for (const [question, own] of grams.entries()) {
    for (const gram of own) {
      let id = ids.get(gram)
      if (id === undefined) {
        id = ids.size
        ids.set(gram, id)
        lists.push([])
      }
      lists[id]?.push(question)
    }
  }
  const weights = Float64Array.from(lists, (list) => Math.log(1 + questions.length / list.length))
  for (const [question, own] of grams.entries()) {
    for (const gram of own)
      norms[question] = (norms[question] ?? 0) + squareOf(weights, ids.get(gram))
  }
  const starts = new Uint32Array(lists.length + 1)
  for (const [id, list] of lists.entries()) starts[id + 1] = (starts[id] ?? 0) + list.length
  const postings = Uint32Array.from(lists.flat())
  const topicOf = Uint32Array.from(questions, ({ topic }) => topic)
  const shared = new Float64Array(questions.length)
  const unseen = Math.log(1 + questions.length)

  return {
    nearest: (text) => {
      const best = new Float64Array(topicCount)
      const touched: number[] = []
      let norm = 0
      for (const gram of ngramsOf(text)) {
        const id = ids.get(gram)
        if (id === undefined) {
          norm += unseen * unseen
          continue
        }
        const square = squareOf(weights, id)
        norm += square
        for (let at = starts[id] ?? 0; at < (starts[id + 1] ?? 0); at++) {
          const question = postings[at] ?? 0
          if (shared[question] === 0) touched.push(question)
          shared[question] = (shared[question] ?? 0) + square
        }
      }
      for (const question of touched) {
        const cosine = (shared[question] ?? 0) / Math.sqrt(norm * (norms[question] ?? 1))
        const topic = topicOf[question] ?? 0
        if (cosine > (best[topic] ?? 0)) best[topic] = cosine
        shared[question] = 0
      }
      return best
    },
  }
}

const squareOf = (weights: Float64Array, id: number | undefined): number =>
  (weights[id ?? -1] ?? 0) ** 2

function ngramsOf(text: string): Set<string> {
  const grams = new Set<string>()
  for (const word of tokenize(text)) {
    const bordered = `^${word}$`
    for (let length = SHORTEST; length <= LONGEST; length++) {
      for (let at = 0; at + length <= bordered.length; at++)
        grams.add(bordered.slice(at, at + length))
    }
  }
  return grams
}
