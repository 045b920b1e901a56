import SearchableMap from 'minisearch/SearchableMap'

/** Shortest word that is corrected; shorter ones are near to too many others. */
const SHORTEST = 4
/** From this length a word may be two letters off. */
const LONG = 8
/** Most near spellings that are taken for one word. */
const MOST_NEAR = 2

/** What a misspelt word may have been. */
export interface Vocabulary {
  /** Known words nearest to a word, at most two; none for a short word. `far` looks two letters off as well. */
  near: (word: string, far: boolean) => string[]
}

/**
 * The folded words of all texts in MiniSearch's radix tree, which finds the words within an edit
 * distance without visiting the others. Two letters in each other's place are one slip too. `counts`
 * tells how often each word is used: of two equally near the commoner is meant.
 */
export function createVocabulary(counts: ReadonlyMap<string, number>): Vocabulary {
  const tree = SearchableMap.from<number>([...counts])
  return {
    near: (word, far) => {
      if (word.length < SHORTEST) return []
      const near = new Map<string, { used: number; off: number }>()
      for (const swapped of swaps(word)) {
        const used = counts.get(swapped)
        if (used !== undefined) near.set(swapped, { used, off: 1 })
      }
      for (const [known, [used, off]] of tree.fuzzyGet(word, 1)) near.set(known, { used, off })
      if (far && near.size === 0 && word.length >= LONG)
        for (const [known, [used, off]] of tree.fuzzyGet(word, 2)) near.set(known, { used, off })
      return [...near]
        .sort(
          ([a, one], [b, other]) =>
            one.off - other.off || other.used - one.used || (a < b ? -1 : 1),
        )
        .slice(0, MOST_NEAR)
        .map(([known]) => known)
    },
  }
}

/** A word with two neighbouring letters in each other's place, once for each pair. */
function swaps(word: string): string[] {
  return [...word.slice(1)].flatMap((letter, at) =>
    letter === word[at] ? [] : [word.slice(0, at) + letter + word[at] + word.slice(at + 2)],
  )
}
