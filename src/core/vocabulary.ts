import SearchableMap from 'minisearch/SearchableMap'

/** Shortest word that is corrected; shorter ones are near to too many others. */
const SHORTEST = 5
/** From this length a word may be two letters off. */
const LONG = 8
/** Most near spellings that are taken for one word. */
const MOST_NEAR = 2

/** What a misspelt word may have been. */
export interface Vocabulary {
  /** Known words nearest to a word, at most two; none for a short word. */
  near: (word: string) => string[]
}

/**
 * The folded words of all texts in MiniSearch's radix tree, which finds the words within an edit
 * distance without visiting the others. `counts` tells how often each is used: of two words equally
 * near the commoner is meant.
 */
export function createVocabulary(counts: ReadonlyMap<string, number>): Vocabulary {
  const tree = SearchableMap.from<number>([...counts])
  return {
    near: (word) => {
      if (word.length < SHORTEST) return []
      let near = tree.fuzzyGet(word, 1)
      if (near.size === 0 && word.length >= LONG) near = tree.fuzzyGet(word, 2)
      return [...near]
        .sort(([a, [usedA, farA]], [b, [usedB, farB]]) =>
          farA !== farB ? farA - farB : usedA !== usedB ? usedB - usedA : a < b ? -1 : 1,
        )
        .slice(0, MOST_NEAR)
        .map(([known]) => known)
    },
  }
}
