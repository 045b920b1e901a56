import { stem } from './stem.ts'
import { fold, normalise } from './text.ts'

/**
 * What words mean alike: «лупит», «избил» and «ұрды» are one concept. Kazakh and Russian questions of
 * a topic teach each other by it, and so do synonyms.
 */
export interface ConceptTable {
  /** Plain English names of the concepts. */
  names: readonly string[]
  /** Numbers of the concepts that a stem stands for. */
  ofStem: Readonly<Record<string, readonly number[]>>
}

/** Numbers of the concepts of a stem; none for a stem of no concept. */
export type ConceptsOf = (stem: string) => readonly number[]

const NONE: readonly number[] = []

/** Prepares a table for use. */
export function createConcepts({ ofStem }: ConceptTable): ConceptsOf {
  const concepts = new Map(Object.entries(ofStem))
  return (of) => concepts.get(of) ?? NONE
}

/** The table of a thesaurus: words by the name of their concept. */
export function tabulate(thesaurus: Readonly<Record<string, readonly string[]>>): ConceptTable {
  const names = Object.keys(thesaurus)
  const ofStem: Record<string, number[]> = {}
  for (const [concept, name] of names.entries()) {
    for (const word of thesaurus[name] ?? []) {
      const of = stem(fold(normalise(word)))
      const own = ofStem[of] ?? []
      if (!own.includes(concept)) ofStem[of] = [...own, concept]
    }
  }
  return { names, ofStem }
}
