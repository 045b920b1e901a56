import { type Knowledge, LANGS, type Lang, type Topic } from '../knowledge/schema.ts'
import { type Calculation, readCalculation } from './calculations.ts'
import { createConcepts } from './concepts.ts'
import { type Explanation, explain } from './explain.ts'
import { goOn } from './follow-up.ts'
import { createIndex } from './index.ts'
import { createLanguageGuesser } from './language.ts'
import type { Model } from './model.ts'
import { decodeRisk } from './risk.ts'
import { type Found, search } from './search.ts'
import { subjectWords } from './terms.ts'
import { clip, fold, splitWords } from './text.ts'
import { type Alarm, createTriage } from './triage.ts'

/** What somebody wrote and what is known of the chat. */
export interface Question {
  text: string
  /** The language that the person chose; unset, the message decides. */
  lang?: Lang | undefined
  /** The language of the chat so far, for a message that tells too little of its own. */
  likely?: Lang | undefined
  /** Id of the topic that was shown last, which «and if it happens again?» speaks of. */
  last?: string | undefined
}

interface ReplyBase {
  lang: Lang
  /** Topics that the text may be about, best first, at most 5, whatever the kind. */
  topics: readonly Topic[]
  /** Calibrated probability that topics[0] is right, 0 to 1. */
  confidence: number
  /** Whether it may be about danger: the numbers then stand above the ordinary answer. */
  care?: true
}

/** What Tirek says to a text, before it is put into words. */
export type Reply = ReplyBase &
  (
    | {
        kind: 'answer'
        topic: Topic
        /** Whether the question goes on from this topic, whose beginning was read already. */
        further?: boolean
        /** Where the words ask for a sum or a day, what to calculate; the topic is where it belongs. */
        calculation?: Calculation
      }
    | { kind: 'suggest'; choices: readonly Topic[] }
    | { kind: 'crisis' | 'disclosure'; card: string }
    | { kind: 'smalltalk'; smalltalk: string }
    | { kind: 'none' }
  )

/** Evidence in nats from which a message's own language counts more than the chat's. */
const CLEAR = 2
/** Above it one topic is the answer; docs/search.md tells how often it is right. */
const SURE = 0.78
/** From it a question is surely ours, so that one topic may be the answer. */
const SURELY_OURS = 0.97
/** Below it the question is hardly ours, and nothing is offered. */
const OURS = 0.6
/** A choice beyond the second must be at least this near to the first, as a share of its score. */
const NEAR = 0.4
const MOST_CHOICES = 4
/** Topics that a reply names. */
const MOST_TOPICS = 5
/** What is asked of a calculator is read word for word. */
const READ_WHOLE = 0.99

/** The whole of understanding: language → triage → small talk → calculators → search → reply. Pure and synchronous. */
export interface Responder {
  reply: (question: Question) => Reply
  /** Triage alone: what must be seen before anything else is done with a message. */
  alarm: (text: string) => Alarm | undefined
  /** The language of a text; `margin` tells how clear it is. */
  language: ReturnType<typeof createLanguageGuesser>
  /** Why a text finds what it finds, for editors. */
  explain: (text: string) => Explanation | undefined
}

/** Prepares everything that is derived from the knowledge: index, language model, triage. */
export function createResponder(knowledge: Knowledge, model: Model): Responder {
  const index = createIndex(knowledge, model)
  const triage = createTriage(
    knowledge.triage,
    decodeRisk(knowledge.triageModel),
    createConcepts(model.classifier.concepts),
  )
  const language = createLanguageGuesser(model.language)
  const smalltalk = createSmalltalk(knowledge)

  const reply = ({ text: message, lang: chosen, likely, last }: Question): Reply => {
    const text = clip(message)
    const guess = language(text)
    const lang = chosen ?? (guess.margin < CLEAR ? (likely ?? guess.lang) : guess.lang)
    const found = search(index, text)
    const { confidence } = found
    const understood = { lang, topics: found.ranking.map(({ topic }) => topic), confidence }
    const { alarm: danger, care } = triage(message)
    if (danger) return { ...understood, kind: danger.kind, card: danger.card }
    const base: ReplyBase = care ? { ...understood, care } : understood
    const chat = smalltalk(text)
    if (chat) return { ...base, lang: chosen ?? chat.lang, kind: 'smalltalk', smalltalk: chat.id }
    const calculation = readCalculation(message)
    const sum = calculation && knowledge.byId.get(knowledge.calculators[calculation.of].topic)
    if (calculation && sum) {
      const topics = [sum, ...base.topics.filter((topic) => topic !== sum)].slice(0, MOST_TOPICS)
      return { ...base, kind: 'answer', topic: sum, calculation, topics, confidence: READ_WHOLE }
    }
    const decision = decide(found, subjectWords(text).length)
    const topics =
      decision.kind === 'answer' ? undefined : goOn(index, knowledge.byId.get(last ?? ''), text)
    const [topic] = topics ?? []
    if (topics && topic)
      return { ...base, kind: 'answer', topic, topics, further: topic.id === last }
    return { ...base, ...decision }
  }
  return {
    reply,
    alarm: (text) => triage(text).alarm,
    language,
    explain: (text) => explain(index, clip(text)),
  }
}

type Decision =
  | { kind: 'answer'; topic: Topic }
  | { kind: 'suggest'; choices: readonly Topic[] }
  | { kind: 'none' }

function decide({ ranking, confidence, scope }: Found, words: number): Decision {
  const [first, second] = ranking
  if (!first || scope < OURS) return { kind: 'none' }
  // One word names a subject, not a question: it is answered only where nothing else is near.
  const fragment = words < 2 && (second?.score ?? 0) > first.score * NEAR
  if (confidence >= SURE && scope >= SURELY_OURS && !fragment)
    return { kind: 'answer', topic: first.topic }
  const choices = ranking
    .filter(({ score }, place) => place < 2 || score > first.score * NEAR)
    .slice(0, MOST_CHOICES)
    .map(({ topic }) => topic)
  return choices.length > 1 ? { kind: 'suggest', choices } : { kind: 'none' }
}

/** Small talk is recognised only as a whole message, so that no question is taken for it. */
function createSmalltalk({
  smalltalk,
}: Pick<Knowledge, 'smalltalk'>): (text: string) => { id: string; lang: Lang } | undefined {
  const known = new Map<string, { id: string; lang: Lang }>()
  for (const { id, ...texts } of smalltalk) {
    for (const lang of LANGS) {
      for (const phrase of texts[lang].say) {
        const key = foldedWhole(phrase)
        if (!known.has(key)) known.set(key, { id, lang })
      }
    }
  }
  return (text) => known.get(foldedWhole(text))
}

const foldedWhole = (text: string): string => splitWords(text).map(fold).join(' ')
