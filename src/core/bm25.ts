/** BM25 (Robertson & Zaragoza 2009): how soon more of the same word stops counting. */
const K1 = 1.2
/** … and how much a long document is held back. */
const B = 0.75
/** Rare terms count more than their logarithm says: in short questions they carry the subject. */
const RARITY_POWER = 1.6

/** Words of a document and how much each counts: its frequency over all fields, weighted by field. */
export type WordWeights = ReadonlyMap<string, number>

/** What a word is looked up by, each term with its share of the word. */
export type TermsOf = (word: string) => readonly (readonly [term: string, share: number])[]

/** Documents that can be scored by the terms they share with a question. */
export interface Bm25 {
  /** Score of each document, 0 to 1: a share of what a document of all the terms could reach. */
  score: (terms: Iterable<readonly [term: string, weight: number]>) => Float32Array
  has: (term: string) => boolean
}

/**
 * An inverted index in flat typed arrays, with the weight of each term in each document worked out
 * beforehand: a question costs as much as the postings of its own terms. Weighted frequencies are
 * added up over the fields before they saturate (BM25F).
 */
export function createBm25(documents: readonly WordWeights[], termsOf: TermsOf): Bm25 {
  // The returned functions must not hold on to the documents themselves, which are large.
  const size = documents.length
  const ids = new Map<string, number>()
  const frequencies = countTerms(documents, termsOf, ids)
  const counts = new Uint32Array(ids.size)
  const lengths = new Float64Array(size)
  for (const [document, terms] of frequencies.entries()) {
    for (let at = 0; at < terms.ids.length; at++) {
      const id = terms.ids[at] ?? 0
      counts[id] = (counts[id] ?? 0) + 1
      lengths[document] = (lengths[document] ?? 0) + (terms.weights[at] ?? 0)
    }
  }
  const average = lengths.reduce((sum, length) => sum + length, 0) / (size || 1)
  const rarity = (frequency: number) =>
    Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5)) ** RARITY_POWER
  const unseen = rarity(0)
  const idfs = Float64Array.from(counts, rarity)

  const starts = new Uint32Array(counts.length + 1)
  for (const [id, count] of counts.entries()) starts[id + 1] = (starts[id] ?? 0) + count
  const inDocument = new Uint16Array(starts.at(-1) ?? 0)
  const impact = new Float32Array(inDocument.length)
  const next = starts.slice()
  for (const [document, terms] of frequencies.entries()) {
    const held = 1 - B + (B * (lengths[document] ?? 0)) / (average || 1)
    for (let place = 0; place < terms.ids.length; place++) {
      const id = terms.ids[place] ?? 0
      const frequency = terms.weights[place] ?? 0
      const at = next[id] ?? 0
      next[id] = at + 1
      inDocument[at] = document
      // Divided by K1 + 1, the most that it could be, so that scores are shares.
      impact[at] = ((idfs[id] ?? 0) * frequency) / (frequency + K1 * held)
    }
  }

  return {
    score: (terms) => {
      const scores = new Float32Array(size)
      let possible = 0
      for (const [term, weight] of terms) {
        const id = ids.get(term)
        possible += weight * (id === undefined ? unseen : (idfs[id] ?? 0))
        if (id === undefined) continue
        const end = starts[id + 1] ?? 0
        for (let at = starts[id] ?? 0; at < end; at++) {
          const document = inDocument[at] ?? 0
          scores[document] = (scores[document] ?? 0) + weight * (impact[at] ?? 0)
        }
      }
      if (possible > 0)
        for (let document = 0; document < scores.length; document++)
          scores[document] = (scores[document] ?? 0) / possible
      return scores
    },
    has: (term) => ids.has(term),
  }
}

/** Terms of a document, by number, with their frequencies. */
interface TermFrequencies {
  ids: Uint32Array
  weights: Float64Array
}

/** Numbers the terms of all documents in `ids` and counts them; each word is taken apart only once. */
function countTerms(
  documents: readonly WordWeights[],
  termsOf: TermsOf,
  ids: Map<string, number>,
): TermFrequencies[] {
  const parts = new Map<string, { ids: Uint32Array; shares: Float64Array }>()
  const numbered = (word: string) => {
    const known = parts.get(word)
    if (known) return known
    const terms = termsOf(word)
    const made = { ids: new Uint32Array(terms.length), shares: new Float64Array(terms.length) }
    for (const [at, [term, share]] of terms.entries()) {
      const id = ids.get(term) ?? ids.size
      if (id === ids.size) ids.set(term, id)
      made.ids[at] = id
      made.shares[at] = share
    }
    parts.set(word, made)
    return made
  }
  const sums: number[] = []
  return documents.map((words) => {
    const present: number[] = []
    for (const [word, weight] of words) {
      const { ids: own, shares } = numbered(word)
      for (let at = 0; at < own.length; at++) {
        const id = own[at] ?? 0
        const sum = sums[id] ?? 0
        if (sum === 0) present.push(id)
        sums[id] = sum + weight * (shares[at] ?? 0)
      }
    }
    const weights = new Float64Array(present.length)
    for (const [at, id] of present.entries()) {
      weights[at] = sums[id] ?? 0
      sums[id] = 0
    }
    return { ids: Uint32Array.from(present), weights }
  })
}
