import type { Lang } from '../knowledge/schema.ts'
import { createHashTable, hashOf } from './hash.ts'
import { fold, hasKazakhLetter, splitWords } from './text.ts'

/** A guess at the language of a text. */
export interface LanguageGuess {
  lang: Lang
  /** Evidence for `lang` in nats over all words; near 0 is a coin toss. */
  margin: number
}

/** Evidence that one word may bring, in nats: a borrowed noun must not outvote the grammar. */
const WORD_CAP = 4
/** What a letter that only Kazakh has is worth, in nats. */
const KAZAKH_LETTER = 3
/** What a Cyrillic word without one is worth: half of all Kazakh words have one, no Russian word has. */
const PLAIN_CYRILLIC = -0.3
/** What one step of a piece's weight is worth, in nats. */
export const PIECE_STEP = 1 / 16

/** How much each piece of a word speaks for Kazakh, or, below 0, for Russian (`npm run train`). */
export interface LanguageModel {
  /** Hashes of the pieces. */
  pieces: Uint32Array
  /** Logarithm of how much likelier the piece is in Kazakh, in steps of PIECE_STEP. */
  weights: Int8Array
}

/**
 * Naive Bayes over the 1-4-letter pieces of folded words, learnt from Tirek's own texts, so that it
 * works alike in Cyrillic without Kazakh letters and in ad-hoc Latin. Word ends count, and so do the
 * suffixes and particles that carry the grammar: a mixed message follows it.
 */
export function createLanguageGuesser(model: LanguageModel): (text: string) => LanguageGuess {
  const placeOf = createHashTable(model.pieces)
  return (text) => {
    let kazakh = 0
    for (const word of splitWords(text)) {
      const found = piecesOf(fold(word))
      if (found.length === 0) continue
      let sum = 0
      for (const piece of found) {
        const place = placeOf(hashOf(piece))
        if (place >= 0) sum += PIECE_STEP * (model.weights[place] ?? 0)
      }
      // Pieces of one word overlap: the root of their number keeps a long word from shouting.
      let evidence = sum / Math.sqrt(found.length)
      if (hasKazakhLetter(word)) evidence += KAZAKH_LETTER
      else if (/\p{Script=Cyrillic}/u.test(word)) evidence += PLAIN_CYRILLIC
      kazakh += Math.max(-WORD_CAP, Math.min(WORD_CAP, evidence))
    }
    return kazakh >= 0 ? { lang: 'kk', margin: kazakh } : { lang: 'ru', margin: -kazakh }
  }
}

/** Pieces of 2 to 4 letters of a folded word with its borders, and the whole word if it is short. */
export function piecesOf(word: string): string[] {
  if (word === '' || /^\d+$/.test(word)) return []
  const bordered = `^${word}$`
  const found: string[] = []
  for (let length = 2; length <= 4; length++) {
    for (let at = 0; at + length <= bordered.length; at++)
      found.push(bordered.slice(at, at + length))
  }
  if (word.length > 2 && word.length <= 6) found.push(bordered)
  return found
}
