import { isStopWord, stem } from './stem.ts'
import { tokenize } from './text.ts'

/** Lengths of the letter n-grams of a word with its borders. */
const SHORTEST = 3
const LONGEST = 4
/** Distinct words of a text that are looked at: a question has fewer, a pasted wall is not read whole. */
const MAX_WORDS = 60

/** A text as the search sees it. */
export interface Terms {
  /** Folded words that carry a subject, each once, in order. */
  words: readonly string[]
  /** Their stems, each once. */
  stems: readonly string[]
  /** Letter n-grams of the words with their borders («^kor», «korl», … «au$»), each once. */
  grams: readonly string[]
}

/** Reads a text into terms; the same for documents, examples and questions. */
export function readTerms(text: string): Terms {
  const words = [...new Set(subjectWords(text))].slice(0, MAX_WORDS)
  return { words, stems: [...new Set(words.map(stem))], grams: gramsOf(words) }
}

/** Folded words of a text without those that carry only grammar. */
export const subjectWords = (text: string): string[] =>
  tokenize(text).filter((token) => !isStopWord(token))

/** Letter n-grams of words, each once. */
export function gramsOf(words: readonly string[]): string[] {
  const grams = new Set<string>()
  for (const word of words) for (const gram of wordGrams(word)) grams.add(gram)
  return [...grams]
}

/** Letter n-grams of one word with its borders. */
export function wordGrams(word: string): string[] {
  const bordered = `^${word}$`
  const grams: string[] = []
  for (let length = SHORTEST; length <= LONGEST; length++) {
    for (let at = 0; at + length <= bordered.length; at++)
      grams.push(bordered.slice(at, at + length))
  }
  return grams
}
