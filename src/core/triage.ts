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
  const compile = (pattern: string) => compilePattern(pattern, rules.words)
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
    let tokens = tokenize(text)
    for (const pattern of harmless) tokens = without(tokens, pattern(tokens))
    for (const { alarm, patterns } of alarms) {
      if (patterns.some((pattern) => pattern(tokens))) return alarm
    }
    return undefined
  }
}

/** Finds a pattern among folded words: the positions that it took, or undefined. */
type Matcher = (tokens: readonly string[]) => readonly number[] | undefined
type WordTest = (token: string) => boolean

function compilePattern(pattern: string, words: TriageRules['words']): Matcher {
  const whole = pattern.startsWith('=')
  const anyOrder = pattern.includes('&')
  const tests = pattern
    .replace(/^=/, '')
    .split(anyOrder ? '&' : /\s+/)
    .map((term) => term.trim())
    .filter((term) => term !== '')
    .map((term) => compileTerm(term, words))
  if (whole)
    return (tokens) => (tokens.length === tests.length ? matchSequence(tokens, tests) : undefined)
  return anyOrder
    ? (tokens) => matchAnyOrder(tokens, tests)
    : (tokens) => matchSequence(tokens, tests)
}

function compileTerm(term: string, words: TriageRules['words']): WordTest {
  const exact = new Set<string>()
  const beginnings: string[] = []
  const add = (word: string) => {
    if (word.endsWith('*')) beginnings.push(fold(word.slice(0, -1).toLowerCase()))
    else exact.add(fold(word.toLowerCase()))
  }
  for (const word of term.split('|')) {
    const set = /^<([a-z-]+)>$/.exec(word)
    if (set)
      for (const each of [...(words[set[1] ?? '']?.kk ?? []), ...(words[set[1] ?? '']?.ru ?? [])])
        add(each)
    else add(word)
  }
  return (token) => exact.has(token) || beginnings.some((beginning) => token.startsWith(beginning))
}

function matchSequence(
  tokens: readonly string[],
  tests: readonly WordTest[],
): number[] | undefined {
  const from = (index: number, test: number, limit: number): number[] | undefined => {
    const wanted = tests[test]
    if (!wanted) return []
    for (let at = index; at < Math.min(tokens.length, limit); at++) {
      if (!wanted(tokens[at] ?? '')) continue
      const rest = from(at + 1, test + 1, at + 2 + GAP)
      if (rest) return [at, ...rest]
    }
    return undefined
  }
  return from(0, 0, tokens.length)
}

function matchAnyOrder(
  tokens: readonly string[],
  tests: readonly WordTest[],
): number[] | undefined {
  for (let start = 0; start < tokens.length; start++) {
    const end = Math.min(tokens.length, start + WINDOW)
    const taken: number[] = []
    for (const test of tests) {
      let at = start
      while (at < end && !(test(tokens[at] ?? '') && !taken.includes(at))) at++
      if (at === end) break
      taken.push(at)
    }
    if (taken.length === tests.length) return taken
  }
  return undefined
}

const without = (tokens: string[], positions: readonly number[] | undefined): string[] =>
  positions ? tokens.filter((_, index) => !positions.includes(index)) : tokens
