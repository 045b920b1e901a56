import type { TriageRules } from '../knowledge/schema.ts'
import { fold, tokenize } from './text.ts'

/** Most words that may stand between two words of a pattern. */
const GAP = 2
/** Most words that an any-order pattern may span. */
const WINDOW = 7
/** Letters by which beginnings of words are looked up. */
const KEY_LENGTH = 2
/** Shortest beginning, in folded letters, that a word with one slip still counts as. */
const SLIP_LENGTH = 5

/** What the patterns found in a message, by the names that they stand under. */
export interface Findings {
  rules: ReadonlySet<string>
  contexts: ReadonlySet<string>
  guesses: ReadonlySet<string>
  /** Sets of words of which one stands in the message. */
  concepts: ReadonlySet<string>
  /** The folded words of the message. */
  words: readonly string[]
}

/**
 * Compiles the patterns of triage.yaml. They are words, matched on folded text:
 *
 *     хочу умер*            in this order, at most two words between
 *     <меня> & <бьёт>       in any order within seven words
 *     = помогите            the whole message and nothing else
 *     қол|бас               one of these; `*` is any ending; `<name>` a set of "words"
 *
 * A word of five letters and more counts with one slip after its second letter too, unless it is one of `apart`. A stretch
 * that matches one of `harmless` is left out before the rules are tried («умираю со смеху»).
 */
export function compilePatterns(triage: TriageRules): (text: string) => Findings {
  const vocabulary = createVocabulary(triage)
  const compile = (pattern: string) => compilePattern(pattern, vocabulary.termOf)
  const finderOf = (named: readonly { id: string; kk: string[]; ru: string[] }[]) =>
    createFinder(
      named.flatMap(({ id, kk, ru }) =>
        [...kk, ...ru].map((pattern) => ({ name: id, pattern: compile(pattern) })),
      ),
    )
  const harmless = [...triage.harmless.kk, ...triage.harmless.ru].map(compile)
  const rules = finderOf(triage.rules)
  const guesses = finderOf(triage.guesses)
  const contexts = finderOf(
    Object.entries(triage.contexts).map(([id, patterns]) => ({ id, ...patterns })),
  )
  const conceptOf = new Map(
    Object.keys(triage.words).map((name) => [vocabulary.termOf(`<${name}>`), name]),
  )
  return (text) => {
    const words = tokenize(text)
    const tokens = words.map(vocabulary.read)
    let rest = tokens
    let present = termsIn(rest)
    const found = {
      words,
      contexts: contexts(tokens, present),
      guesses: guesses(tokens, present),
      concepts: new Set([...present].flatMap((term) => conceptOf.get(term) ?? [])),
    }
    for (const pattern of harmless) {
      if (!pattern.terms.every((term) => present.has(term))) continue
      for (let taken = match(pattern, rest); taken; taken = match(pattern, rest)) {
        const positions = taken
        rest = rest.filter((_, index) => !positions.includes(index))
      }
      present = termsIn(rest)
    }
    return { ...found, rules: rules(rest, present) }
  }
}

/** A word of a message: the numbers of the pattern terms that it is an instance of. */
type Token = readonly number[]

interface Pattern {
  /** Numbers of its terms, in order. */
  terms: readonly number[]
  kind: 'sequence' | 'any-order' | 'whole'
}

const NO_TERMS: Token = []

const termsIn = (tokens: readonly Token[]): Set<number> => new Set(tokens.flat())

/** Names of the patterns that match. Most have a word that no word of the message is: they cost nothing. */
function createFinder(
  named: readonly { name: string; pattern: Pattern }[],
): (tokens: readonly Token[], present: ReadonlySet<number>) => Set<string> {
  const byFirst = new Map<number, { name: string; pattern: Pattern }[]>()
  for (const each of named) push(byFirst, each.pattern.terms[0] ?? -1, each)
  return (tokens, present) => {
    const found = new Set<string>()
    for (const term of present) {
      for (const { name, pattern } of byFirst.get(term) ?? []) {
        if (found.has(name) || !pattern.terms.every((each) => present.has(each))) continue
        if (match(pattern, tokens)) found.add(name)
      }
    }
    return found
  }
}

function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

interface Beginning {
  beginning: string
  /** Whether any ending may follow. */
  open: boolean
  id: number
}

/** The terms of all patterns, numbered, and looked up by word so that a message meets only its own. */
function createVocabulary({ words: sets, apart }: TriageRules): {
  termOf: (term: string) => number
  read: (word: string) => Token
} {
  const ids = new Map<string, number>()
  const exact = new Map<string, number[]>()
  const beginnings = new Map<string, Beginning[]>()
  const slippable = new Map<string, Beginning[]>()
  const known = [...apart.kk, ...apart.ru].map((word) =>
    fold(word.replace(/\*$/, '').toLowerCase()),
  )
  const add = (word: string, id: number) => {
    const folded = fold(word.replace(/\*$/, '').toLowerCase())
    const entry = { beginning: folded, open: word.endsWith('*'), id }
    if (entry.open) push(beginnings, folded.slice(0, KEY_LENGTH), entry)
    else push(exact, folded, id)
    if (folded.length >= SLIP_LENGTH) push(slippable, folded.slice(0, KEY_LENGTH), entry)
  }
  return {
    termOf: (term) => {
      const numbered = ids.get(term)
      if (numbered !== undefined) return numbered
      const id = ids.size
      ids.set(term, id)
      for (const word of term.split('|')) {
        const set = sets[/^<([a-z-]+)>$/.exec(word)?.[1] ?? '']
        for (const each of set ? [...set.kk, ...set.ru] : [word]) add(each, id)
      }
      return id
    },
    read: (word) => {
      const found = new Set(exact.get(word))
      for (let length = 0; length <= KEY_LENGTH; length++) {
        for (const { beginning, id } of beginnings.get(word.slice(0, length)) ?? []) {
          if (beginning.length >= length && word.startsWith(beginning)) found.add(id)
        }
      }
      if (found.size > 0) return [...found]
      if (word.length < SLIP_LENGTH || known.some((each) => word.startsWith(each))) return NO_TERMS
      for (const entry of slippable.get(word.slice(0, KEY_LENGTH)) ?? [])
        if (isSlipOf(word, entry)) found.add(entry.id)
      return found.size > 0 ? [...found] : NO_TERMS
    },
  }
}

/** Whether a word is the beginning with one letter after the second wrong, missing, too many, or swapped. */
function isSlipOf(word: string, { beginning, open }: Beginning): boolean {
  let at = KEY_LENGTH
  while (at < beginning.length && word[at] === beginning[at]) at++
  const goesOn = (from: number, place: number): boolean =>
    open
      ? word.startsWith(beginning.slice(place), from)
      : word.length - from === beginning.length - place && word.endsWith(beginning.slice(place))
  return (
    goesOn(at + 1, at + 1) ||
    goesOn(at, at + 1) ||
    goesOn(at + 1, at) ||
    (word[at] === beginning[at + 1] && word[at + 1] === beginning[at] && goesOn(at + 2, at + 2))
  )
}

function compilePattern(pattern: string, termOf: (term: string) => number): Pattern {
  const anyOrder = pattern.includes('&')
  return {
    terms: pattern
      .replace(/^=/, '')
      .split(anyOrder ? '&' : /\s+/)
      .map((term) => term.trim())
      .filter((term) => term !== '')
      .map(termOf),
    kind: pattern.startsWith('=') ? 'whole' : anyOrder ? 'any-order' : 'sequence',
  }
}

/** The positions that a pattern took among the words of a message, or undefined. */
function match({ terms, kind }: Pattern, tokens: readonly Token[]): number[] | undefined {
  if (kind === 'any-order') return matchAnyOrder(tokens, terms)
  if (kind === 'whole' && tokens.length !== terms.length) return undefined
  return matchSequence(tokens, terms)
}

function matchSequence(tokens: readonly Token[], terms: readonly number[]): number[] | undefined {
  const from = (index: number, place: number, limit: number): number[] | undefined => {
    const wanted = terms[place]
    if (wanted === undefined) return []
    for (let at = index; at < Math.min(tokens.length, limit); at++) {
      if (!tokens[at]?.includes(wanted)) continue
      const rest = from(at + 1, place + 1, at + 2 + GAP)
      if (rest) return [at, ...rest]
    }
    return undefined
  }
  return from(0, 0, tokens.length)
}

function matchAnyOrder(tokens: readonly Token[], terms: readonly number[]): number[] | undefined {
  for (let start = 0; start < tokens.length; start++) {
    const end = Math.min(tokens.length, start + WINDOW)
    const taken: number[] = []
    for (const term of terms) {
      let at = start
      while (at < end && !(tokens[at]?.includes(term) && !taken.includes(at))) at++
      if (at === end) break
      taken.push(at)
    }
    if (taken.length === terms.length) return taken
  }
  return undefined
}
