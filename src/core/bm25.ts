/** BM25 (Robertson & Zaragoza 2009): how soon more of the same word stops counting. */
const K1 = 1.2
/** … and how much a long document is held back. */
const B = 0.75
/** Rare terms count more than their logarithm says: in short questions they carry the subject. */
const RARITY_POWER = 1.6

/** Terms of a document and how much each counts: its frequency over all fields, weighted by field. */
export type TermWeights = ReadonlyMap<string, number>

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
export function createBm25(documents: readonly TermWeights[]): Bm25 {
  const ids = new Map<string, number>()
  const counts: number[] = []
  const lengths = new Float64Array(documents.length)
  for (const [document, terms] of documents.entries()) {
    for (const [term, frequency] of terms) {
      const id = ids.get(term) ?? ids.size
      ids.set(term, id)
      counts[id] = (counts[id] ?? 0) + 1
      lengths[document] = (lengths[document] ?? 0) + frequency
    }
  }
  const average = lengths.reduce((sum, length) => sum + length, 0) / (documents.length || 1)
  const rarity = (frequency: number) =>
    Math.log(1 + (documents.length - frequency + 0.5) / (frequency + 0.5)) ** RARITY_POWER
  const unseen = rarity(0)
  const idfs = Float64Array.from(counts, rarity)

  const starts = new Uint32Array(counts.length + 1)
  for (const [id, count] of counts.entries()) starts[id + 1] = (starts[id] ?? 0) + count
  const inDocument = new Uint16Array(starts.at(-1) ?? 0)
  const impact = new Float32Array(inDocument.length)
  const next = starts.slice()
  for (const [document, terms] of documents.entries()) {
    const held = 1 - B + (B * (lengths[document] ?? 0)) / (average || 1)
    for (const [term, frequency] of terms) {
      const id = ids.get(term) ?? 0
      const at = next[id] ?? 0
      next[id] = at + 1
      inDocument[at] = document
      // Divided by K1 + 1, the most that it could be, so that scores are shares.
      impact[at] = ((idfs[id] ?? 0) * frequency) / (frequency + K1 * held)
    }
  }

  return {
    score: (terms) => {
      const scores = new Float32Array(documents.length)
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
