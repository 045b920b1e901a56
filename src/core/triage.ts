import type { TriageRules } from '../knowledge/schema.ts'
import { fold, tokenize } from './text.ts'

/** What triage noticed: the card to show, and the rule that saw it. */
export interface Alarm {
  card: string
  kind: 'crisis' | 'disclosure'
  rule: string
}

/** Most words that may stand between two words of a pattern. */
const GAP = 2
/** Most words that an any-order pattern may span. */
const WINDOW = 7

/**
 * Compiles triage.yaml. Patterns are words, matched on folded text:
 *
 *     хочу умер*            in this order, at most two words between
 *     <меня> & <бьёт>       in any order within seven words
 *     = помогите            the whole message and nothing else
 *     қол|бас               one of these; `*` is any ending; `<name>` a set of "words"
 *
 * A stretch that matches one of `harmless` is left out first («умираю со смеху»). Rules are tried
 * in the file's order, so that danger to life stands above everything else.
 * The returned function is pure, and needs neither index nor store.
 */
export function createTriage(rules: TriageRules): (text: string) => Alarm | undefined {
  const vocabulary = createVocabulary(rules.words)
  const compile = (pattern: string) => compilePattern(pattern, vocabulary.termOf)
  const harmless = [...rules.harmless.kk, ...rules.harmless.ru].map(compile)
  const alarms = rules.rules.map((rule) => ({
    alarm: {
      card: rule.card,
      kind: rules.cards[rule.card]?.kind ?? 'crisis',
      rule: rule.id,
    } satisfies Alarm,
    patterns: [...rule.kk, ...rule.ru].map(compile),
  }))
  return (text) => {
    let tokens = tokenize(text).map(vocabulary.read)
    for (const pattern of harmless) tokens = without(tokens, match(pattern, tokens))
    const present = new Set(tokens.flatMap(({ terms }) => [...terms]))
    for (const { alarm, patterns } of alarms) {
      for (const pattern of patterns) {
        // Most patterns have a word that no word of the message is: they cost one look.
        if (pattern.terms.every((term) => present.has(term)) && match(pattern, tokens)) return alarm
      }
    }
    return undefined
  }
}

/** A word of a message with the pattern terms that it is an instance of. */
interface Token {
  terms: ReadonlySet<number>
}

interface Pattern {
  /** Numbers of its terms, in order. */
  terms: readonly number[]
  kind: 'sequence' | 'any-order' | 'whole'
}

const NO_TERMS: ReadonlySet<number> = new Set()
/** Letters by which beginnings of words are looked up. */
const KEY_LENGTH = 2

/** The terms of all patterns, numbered, and looked up by word so that a message meets only its own. */
function createVocabulary(sets: TriageRules['words']): {
  termOf: (term: string) => number
  read: (word: string) => Token
} {
  const ids = new Map<string, number>()
  const exact = new Map<string, number[]>()
  const beginnings = new Map<string, { beginning: string; id: number }[]>()
  const push = <T>(map: Map<string, T[]>, key: string, value: T) => {
    const list = map.get(key)
    if (list) list.push(value)
    else map.set(key, [value])
  }
  const add = (word: string, id: number) => {
    const folded = fold(word.replace(/\*$/, '').toLowerCase())
    if (!word.endsWith('*')) push(exact, folded, id)
    else push(beginnings, folded.slice(0, KEY_LENGTH), { beginning: folded, id })
  }
  return {
    termOf: (term) => {
      const known = ids.get(term)
      if (known !== undefined) return known
      const id = ids.size
      ids.set(term, id)
      for (const word of term.split('|')) {
        const set = sets[/^<([a-z-]+)>$/.exec(word)?.[1] ?? '']
        for (const each of set ? [...set.kk, ...set.ru] : [word]) add(each, id)
      }
      return id
    },
    read: (word) => {
      const found = [...(exact.get(word) ?? [])]
      for (let length = 0; length <= KEY_LENGTH; length++) {
        for (const { beginning, id } of beginnings.get(word.slice(0, length)) ?? []) {
          if (beginning.length >= length && word.startsWith(beginning)) found.push(id)
        }
      }
      return { terms: found.length === 0 ? NO_TERMS : new Set(found) }
    },
  }
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
      if (!tokens[at]?.terms.has(wanted)) continue
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
      while (at < end && !(tokens[at]?.terms.has(term) && !taken.includes(at))) at++
      if (at === end) break
      taken.push(at)
    }
    if (taken.length === terms.length) return taken
  }
  return undefined
}

const without = (tokens: Token[], positions: readonly number[] | undefined): Token[] =>
  positions ? tokens.filter((_, index) => !positions.includes(index)) : tokens
