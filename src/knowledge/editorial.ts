import type { Problem } from './lint.ts'
import { type Knowledge, LANGS, type Lang, type Topic, topicFile } from './schema.ts'
import { renderText, withoutPlaceholders } from './template.ts'
import { bodyContext, inRegion, lineContext } from './tools.ts'

/**
 * What an editor is told by `npm run check` and a running bot does not care about: texts that are
 * hard to read, a word of two alphabets, a line left in the other language, a topic that nothing
 * leads to.
 */

/** Longest sentence, in words: a reader who is upset loses the beginning of a longer one. */
const MAX_SENTENCE = 32
/**
 * Readability is LIX (Björnsson 1968): mean words a sentence + per cent of long words. It counts no
 * syllables, so it serves both languages; «long» is set so that one word in four of Tirek's texts is:
 * more than 8 letters in Russian, 9 in Kazakh, which joins its endings to the word.
 */
const LONG_WORD: Record<Lang, number> = { kk: 9, ru: 8 }
/** Above it, a text is rejected: LIX 60 is the border of «very difficult», and official prose lies there. */
const MAX_LIX: Record<Lang, number> = { kk: 50, ru: 60 }
/** A Kazakh sentence of so many words has a letter that Russian has not. */
const SURELY_HAS_KAZAKH_LETTER = 10
/** Names written in two alphabets by their owners. */
const TWO_ALPHABETS = new Set(['ДосболLIKE'])
/** Russian function words that no Kazakh sentence has. */
const RUSSIAN_WORD =
  /(?<![\p{L}«-])(?:и|или|для|что|если|при|это|чтобы|который|можно|нужно)(?![\p{L}»-])/iu
const KAZAKH_LETTER = /[әғқңөұүһі]/i
const WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu

/** How hard a text is to read. */
export interface Readability {
  /** Mean words a sentence + per cent of long words. */
  lix: number
  /** The longest sentence, in words. */
  longest: number
}

/** A text that people read, as it is rendered, and where it stands. */
export interface PlacedText {
  file: string
  path: string
  lang: Lang
  /** With its placeholders. */
  source: string
  /** As a person sees it. */
  text: string
  /** One line is too short for a share of long words. */
  line?: true
}

/** Every text of the topics, rendered for a day. */
export function topicTexts(knowledge: Knowledge, day: string): PlacedText[] {
  return knowledge.topics.flatMap((topic) =>
    LANGS.flatMap((lang) =>
      (['title', 'short', 'more', 'teen'] as const).flatMap((field) => {
        const source = topic[lang][field]
        if (source === undefined) return []
        const text = renderText(source, { lang, day, registers: knowledge, figures: topic.figures })
        return [{ file: topicFile(topic), path: `${lang}.${field}`, lang, source, text }]
      }),
    ),
  )
}

/** Every line of the timeline and every text on a body, rendered for a day. */
export function toolTexts(knowledge: Knowledge, day: string): PlacedText[] {
  const base = { day, registers: knowledge }
  return LANGS.flatMap((lang) => [
    ...knowledge.timeline.map((entry, index) => {
      const context = lineContext(knowledge.byId.get(entry.topic), { ...base, lang })
      const [file, path, source] = ['knowledge/timeline.yaml', `${index}.${lang}`, entry[lang]]
      return { file, path, lang, source, text: renderText(source, context), line: true as const }
    }),
    ...knowledge.bodies.flatMap((body) => {
      const context = bodyContext(undefined, { ...base, lang })
      const local = Object.entries(body.in).map(([region, each]) => [`in.${region}`, each[lang]])
      return [...Object.entries(body[lang]), ...local].map(([field = '', source = '']) => {
        const [file, path] = ['knowledge/bodies.yaml', `${body.id}.${lang}.${field}`]
        return {
          file,
          path,
          lang,
          source,
          text: renderText(inRegion(source, undefined), context),
          line: true as const,
        }
      })
    }),
  ])
}

/** Every text of the flows and letters; those of letters with their lines left empty. */
export function guidedTexts(knowledge: Knowledge, day: string): PlacedText[] {
  const texts: PlacedText[] = []
  for (const lang of LANGS) {
    const add = (file: string, path: string, source: string, figures: Topic['figures'] = {}) => {
      const facts = Object.fromEntries(
        Object.entries(knowledge.letterFacts).map(([id, fact]) => [id, fact[lang].blank ?? '']),
      )
      const text = renderText(source, { lang, day, registers: knowledge, figures, facts })
      texts.push({ file, path: `${path}.${lang}`, lang, source, text })
    }
    for (const flow of knowledge.flows.values()) {
      const file = `knowledge/flows/${flow.id}.yaml`
      add(file, 'title', flow.title[lang])
      add(file, 'outcome.title', flow.outcome.title[lang])
      for (const [id, step] of Object.entries(flow.steps)) {
        add(file, `steps.${id}`, step[lang], flow.figures)
        for (const choice of step.choices)
          add(file, `steps.${id}.choices.${choice.id}`, choice[lang], flow.figures)
      }
      for (const [index, advice] of flow.outcome.advice.entries())
        add(file, `outcome.advice.${index}`, advice[lang], flow.figures)
    }
    for (const [id, fact] of Object.entries(knowledge.letterFacts)) {
      add('knowledge/letter-facts.yaml', `${id}.ask`, fact[lang].ask)
      add('knowledge/letter-facts.yaml', `${id}.blank`, fact[lang].blank ?? '')
    }
    for (const letter of knowledge.letters.values()) {
      for (const field of ['title', 'to', 'heading', 'body', 'brief', 'after'] as const)
        add(`knowledge/letters/${letter.id}.yaml`, field, letter[lang][field], letter.figures)
    }
  }
  return texts
}

/** Measures a rendered text; a line of a list is a sentence. */
export function readability(text: string, lang: Lang): Readability {
  const sentences = text
    .split(/(?<=[.!?…])\s+|\n+/)
    .map((sentence) => sentence.match(WORD) ?? [])
    .filter((words) => words.length > 0)
  const words = sentences.flat()
  const long = words.filter((word) => word.length > LONG_WORD[lang]).length
  return {
    lix: words.length / Math.max(1, sentences.length) + (100 * long) / Math.max(1, words.length),
    longest: Math.max(0, ...sentences.map((each) => each.length)),
  }
}

/** Everything that an editor should mend. `day` is that of the amounts in the texts. */
export function findEditorialProblems(knowledge: Knowledge, day: string): Problem[] {
  const texts = [...topicTexts(knowledge, day), ...toolTexts(knowledge, day)]
  return [
    ...texts.flatMap(({ file, path, lang, source, text, line }) =>
      [
        ...hardToRead(text, path, lang, line),
        ...wrongAlphabet(withoutPlaceholders(source), lang),
      ].map((message) => ({ file, path, message })),
    ),
    ...guidedTexts(knowledge, day).flatMap(({ file, path, lang, source }) =>
      wrongAlphabet(withoutPlaceholders(source), lang).map((message) => ({ file, path, message })),
    ),
    ...untranslated(knowledge.topics),
    ...orphans(knowledge),
  ]
}

function hardToRead(text: string, path: string, lang: Lang, line = false): string[] {
  const { lix, longest } = readability(text, lang)
  const problems: string[] = []
  if (longest > MAX_SENTENCE)
    problems.push(`expected sentences of at most ${MAX_SENTENCE} words, got ${longest}: split it`)
  if (!line && lix > MAX_LIX[lang] && !path.endsWith('.title'))
    problems.push(
      `expected a readability (LIX) of at most ${MAX_LIX[lang]}, got ${Math.round(lix)}: use shorter sentences and words`,
    )
  return problems
}

function wrongAlphabet(source: string, lang: Lang): string[] {
  const problems: string[] = []
  for (const [word] of source.matchAll(/\p{L}+/gu)) {
    if (
      /\p{Script=Latin}/u.test(word) &&
      /\p{Script=Cyrillic}/u.test(word) &&
      !TWO_ALPHABETS.has(word)
    )
      problems.push(`expected one alphabet in a word, got "${word}"`)
  }
  // What stands in quotes or brackets may be a name in the other language.
  const own = source.replace(/«[^»]*»|\([^)]*\)/g, ' ')
  for (const sentence of own.split(/(?<=[.!?…:])\s+|\n+/)) {
    const words = sentence.match(WORD) ?? []
    if (lang === 'ru') {
      const kazakh = words.find((word) => KAZAKH_LETTER.test(word) && word !== 'Тірек')
      if (kazakh) problems.push(`expected Russian, got the Kazakh "${kazakh}"`)
    } else if (RUSSIAN_WORD.test(sentence)) {
      problems.push(`expected Kazakh, got the Russian "${RUSSIAN_WORD.exec(sentence)?.[0]}"`)
    } else if (words.length >= SURELY_HAS_KAZAKH_LETTER && !KAZAKH_LETTER.test(sentence)) {
      problems.push(`expected Kazakh, got a sentence without a Kazakh letter: "${sentence.trim()}"`)
    }
  }
  return problems
}

const untranslated = (topics: readonly Topic[]): Problem[] =>
  topics.flatMap((topic) =>
    (['title', 'short', 'more', 'teen'] as const)
      .filter((field) => topic.kk[field] !== undefined && topic.kk[field] === topic.ru[field])
      .map((field) => ({
        file: topicFile(topic),
        path: `ru.${field}`,
        message: 'expected a text of its own, got the Kazakh one',
      })),
  )

/** Topics to which no other topic, flow or card leads: people find them only by asking. */
function orphans({ topics, byId, flows, letters, triage }: Knowledge): Problem[] {
  const led = new Set(
    [
      ...topics.flatMap((topic) => topic.related),
      ...[...flows.values()].flatMap((flow) => flow.outcome.advice.flatMap((item) => item.topics)),
      ...[...letters.values()].flatMap((letter) => letter.topics),
      ...Object.values(triage.cards).flatMap((card) => card.topics),
    ].map((id) => byId.get(id)?.id),
  )
  return topics
    .filter((topic) => !led.has(topic.id))
    .map((topic) => ({
      file: topicFile(topic),
      path: '',
      message:
        'expected another topic, a flow or a card to lead here: add it to a neighbour\'s "related"',
    }))
}
