import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import { KNOWLEDGE_FOLDER } from '../app.ts'
import { guidedTexts, toolTexts, topicTexts } from '../knowledge/editorial.ts'
import { possibleStems } from '../knowledge/endings.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { type Knowledge, LANGS, type Lang } from '../knowledge/schema.ts'
import { withoutPlaceholders } from '../knowledge/template.ts'

/**
 * `npm run check:spelling`: every text that people read against hunspell's dictionaries of both
 * languages. A word passes if the dictionary knows it, or knows a stem of which it is an inflection,
 * or if knowledge/spelling.yaml holds that stem and why.
 *
 * Needs hunspell with kk_KZ and ru_RU (Debian: hunspell hunspell-kk hunspell-ru).
 */

/** Any day does: amounts are no words. */
const DAY = '2026-11-22'
const DICTIONARY: Record<Lang, string> = { kk: 'kk_KZ', ru: 'ru_RU' }
const allowedSchema = z.record(
  z.string().describe('Why these words are right though no dictionary has them'),
  z.strictObject({ kk: z.array(z.string()).default([]), ru: z.array(z.string()).default([]) }),
)

const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
const allowed = allowedSchema.parse(
  parseYaml(readFileSync(join(KNOWLEDGE_FOLDER, 'spelling.yaml'), 'utf8')),
)
let wrong = 0
for (const lang of LANGS) {
  const places = wordsOf(lang)
  const own = new Set(Object.values(allowed).flatMap((words) => words[lang]))
  const suspects = unknownTo(lang, [...places.keys()])
    // A name is a name only with its capital: an allowed word is compared as it is written.
    .filter((word) => !own.has(word) && !own.has(word.toLowerCase()))
  const stems = new Map(suspects.map((word) => [word, possibleStems(word, lang)]))
  const unknownStems = new Set(unknownTo(lang, [...new Set([...stems.values()].flat())]))
  const lowerOwn = new Set([...own].map((word) => word.toLowerCase()))
  const misspelt = suspects.filter((word) =>
    (stems.get(word) ?? []).every((stem) => unknownStems.has(stem) && !lowerOwn.has(stem)),
  )
  for (const word of misspelt) console.error(`  ${lang}  ${word}  (${places.get(word)})`)
  const used = new Set(
    [...places.keys()].flatMap((word) => [word, word.toLowerCase(), ...possibleStems(word, lang)]),
  )
  const idle = [...own].filter((word) => !used.has(word) && !used.has(word.toLowerCase()))
  for (const word of idle)
    console.error(`  ${lang}  ${word}  (in knowledge/spelling.yaml, used nowhere)`)
  wrong += misspelt.length + idle.length
  console.log(`${lang}: ${places.size} words, ${own.size} allowed, ${misspelt.length} unknown`)
}
if (wrong > 0) {
  console.error('expected words of the language: mend them, or add them to knowledge/spelling.yaml')
  process.exitCode = 1
}

/** Each word of a language and the first place where it stands. */
function wordsOf(lang: Lang): Map<string, string> {
  const places = new Map<string, string>()
  const add = (text: string, place: string) => {
    // An ending behind a number or a placeholder («{phone:111}-ге») is no word of its own.
    const prose = text
      .replace(/\{\{?[^}]*\}?\}(?:-\p{L}+)?/gu, ' ')
      .replace(/\d[\d\p{L}-]*/gu, ' ')
      // … and neither is one behind an abbreviation («ЮНИСЕФ-тің»).
      .replace(/(?<=\p{Lu}{2})-\p{Ll}+/gu, ' ')
    for (const [word] of withoutPlaceholders(prose).matchAll(/\p{L}+/gu))
      if (/\p{Script=Cyrillic}/u.test(word) && !places.has(word)) places.set(word, place)
  }
  for (const text of [
    ...topicTexts(knowledge, DAY),
    ...toolTexts(knowledge, DAY),
    ...guidedTexts(knowledge, DAY),
  ])
    if (text.lang === lang) add(text.source, `${text.file} ${text.path}`)
  for (const [text, place] of otherTexts(knowledge, lang)) add(text, place)
  return places
}

/** What is said beside the topics, tools, flows and letters: the interface, small talk and cards. */
function otherTexts({ regions, smalltalk, triage }: Knowledge, lang: Lang): [string, string][] {
  const words = readFileSync(join(KNOWLEDGE_FOLDER, '../locales', `${lang}.json`), 'utf8')
  const strings = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(strings)
  return [
    // The first screen speaks both languages.
    ...Object.entries(JSON.parse(words) as Record<string, unknown>)
      .flatMap(([key, value]) => strings(value).map((text) => [key, text] as const))
      .filter(([, text]) => !/Қай тілде|Қазақша|Русский|По-русски/.test(text))
      .map(([key, text]): [string, string] => [text, `locales/${lang}.json ${key}`]),
    ...regions.map((region): [string, string] => [region[lang], 'knowledge/regions.yaml']),
    ...smalltalk.map((entry): [string, string] => [entry[lang].reply, 'knowledge/smalltalk.yaml']),
    ...Object.values(triage.cards).map((card): [string, string] => [
      `${card[lang].title} ${card[lang].body}`,
      'knowledge/triage.yaml',
    ]),
  ]
}

/** Those of the words that the dictionary does not know. */
function unknownTo(lang: Lang, words: readonly string[]): string[] {
  const run = spawnSync('hunspell', ['-d', DICTIONARY[lang], '-i', 'utf-8', '-l'], {
    input: words.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (run.error || run.status !== 0) {
    throw new Error(
      `expected hunspell with the dictionary ${DICTIONARY[lang]} (Debian: hunspell hunspell-kk hunspell-ru): ` +
        `${run.error?.message ?? run.stderr}`,
    )
  }
  return [...new Set(run.stdout.split('\n').filter(Boolean))]
}
