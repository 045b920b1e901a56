import { isStopWord, stem } from './stem.ts'
import { type fold, tokenize } from './text.ts'

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
  /** Folded words that carry only grammar, each once. */
  functionWords: readonly string[]
}

/** Reads a text into terms; the same for documents, examples and questions. */
export function readTerms(text: string): Terms {
  const tokens = [...new Set(tokenize(text))]
  const words = tokens.filter((token) => !isStopWord(token)).slice(0, MAX_WORDS)
  return {
    words,
    stems: [...new Set(words.map(stem))],
    grams: gramsOf(words),
    functionWords: tokens.filter(isStopWord).slice(0, MAX_WORDS),
  }
}

/** Folded words of a text without those that carry only grammar. */
export const subjectWords = (text: string, foldWord?: typeof fold): string[] =>
  tokenize(text, foldWord).filter((token) => !isStopWord(token))

/** Letters of the shorter of the two cuts by which a word is looked up; the longer is its stem. */
const SHORT_CUT = 4

/**
 * What a word is looked up by, and what each counts: the word itself, and cuts of two lengths, as
 * neither length is right for all words.
 */
export function wordTerms(word: string): [term: string, weight: number][] {
  if (/^\d/.test(word)) return [[word, 1]]
  return [
    [`${word}$`, 0.4],
    [stem(word), 0.4],
    [`${word.slice(0, SHORT_CUT)}*`, 0.3],
  ]
}

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
