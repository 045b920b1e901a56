import { expandableBlockquote, FormattedString, fmt } from '@grammyjs/parse-mode'
import type { InlineKeyboard } from 'grammy'
import type { MessageEntity } from 'grammy/types'
import { type FlowState, flowProgress, speaksToChild } from '../core/flow.ts'
import { type ComposedLetter, letterText } from '../core/letter.ts'
import type { Reply } from '../core/reply.ts'
import { reviewDay } from '../knowledge/calendar.ts'
import type { Audience, Flow, Letter, Topic } from '../knowledge/schema.ts'
import { cite, render as fill, formatDay, type Span } from '../knowledge/template.ts'
import { paragraphs, quietLine } from './blocks.ts'
import { renderCalculation } from './calc.ts'
import type { View } from './callback.ts'
import {
  answerKeyboard,
  cardKeyboard,
  copyKeyboard,
  factKeyboard,
  flowKeyboard,
  type KeyboardContext,
  letterKeyboard,
  topicsKeyboard,
  waitingKeyboard,
  waysOnKeyboard,
} from './keyboards.ts'

/** A message before it is sent: words with entities, never markup, and its buttons. */
export interface Message {
  text: FormattedString
  keyboard?: InlineKeyboard
}

/** Longest message of the Bot API, in UTF-16 units. */
const MAX_MESSAGE = 4096

const toFormatted = (spans: readonly Span[]): FormattedString =>
  FormattedString.join(
    spans.map((span) => (span.strong ? FormattedString.bold(span.text) : span.text)),
  )

/** The texts of a file with its placeholders filled. */
const texter =
  (figures: Topic['figures'], { knowledge, lang, day }: KeyboardContext) =>
  (source: string): FormattedString =>
    toFormatted(fill(source, { lang, day, registers: knowledge, figures }))

/** A child is answered in the words for children. */
export const firstView = (
  topic: Topic,
  audience: Audience | undefined,
  lang: KeyboardContext['lang'],
): View =>
  (audience === 'child' || audience === 'teen') && topic[lang].teen !== undefined ? 'teen' : 'short'

/**
 * One topic in one of its views. `alternatives` are what else the question may have meant; where
 * there was no question, it is left out and nobody is asked whether this was it.
 */
export function renderTopic(
  topic: Topic,
  view: View,
  context: KeyboardContext,
  alternatives?: readonly Topic[],
): Message {
  const text = texter(topic.figures, context)
  const texts = topic[context.lang]
  const body = view === 'source' ? sourcesOf(topic, context) : text(texts[view] ?? texts.short)
  return {
    text: paragraphs(
      FormattedString.bold(text(texts.title)),
      body,
      quietLine(lawOf(topic, context), topic.checked, context),
      outdated(topic, context),
    ),
    keyboard: answerKeyboard(topic, view, alternatives, context),
  }
}

const lawOf = (topic: Topic, { knowledge, lang }: KeyboardContext): string | undefined =>
  cite(knowledge.sources, topic.sources[0] ?? '', lang)?.label

function outdated(topic: Topic, { lang, words, day }: KeyboardContext): string | undefined {
  const due = reviewDay(topic)
  return due < day ? words('answer.outdated', { day: formatDay(due, lang) }) : undefined
}

function sourcesOf(topic: Topic, { knowledge, lang, words }: KeyboardContext): FormattedString {
  const lines = topic.sources.flatMap((id) => {
    const source = cite(knowledge.sources, id, lang)
    if (!source) return []
    const page = knowledge.sources.pages[id] !== undefined
    const day =
      source.edition &&
      (/^\d{4}$/.test(source.edition) ? source.edition : formatDay(source.edition, lang))
    const read = day && words(page ? 'answer.published' : 'answer.edition', { day })
    const about = [source.name === source.label ? undefined : source.name, read]
      .filter(Boolean)
      .join('; ')
    const label = source.url
      ? FormattedString.link(source.label, source.url)
      : new FormattedString(source.label)
    return [about === '' ? label : FormattedString.join([label, about], ' — ')]
  })
  return fmt`${words('answer.sources')}:\n${expandableBlockquote}${FormattedString.join(lines, '\n')}${expandableBlockquote}`
}

/** What Tirek says to a free question. */
export function renderReply(
  reply: Reply,
  context: KeyboardContext,
  audience: Audience | undefined,
): Message {
  const message = renderKind(reply, context, audience)
  if (!reply.care) return message
  return { ...message, text: paragraphs(context.words('card.care'), message.text) }
}

function renderKind(
  reply: Reply,
  context: KeyboardContext,
  audience: Audience | undefined,
): Message {
  const { knowledge, lang, words } = context
  switch (reply.kind) {
    case 'answer': {
      if (reply.calculation) return renderCalculation(reply.calculation, context)
      const alternatives = reply.topics.filter((topic) => topic !== reply.topic)
      const view = reply.further ? 'more' : firstView(reply.topic, audience, lang)
      return renderTopic(reply.topic, view, context, alternatives)
    }
    case 'suggest':
      return renderChoices(words('suggest.ask'), reply.choices, context)
    case 'crisis':
    case 'disclosure':
      return renderCard(reply.card, reply.topics, context)
    case 'smalltalk': {
      const entry = knowledge.smalltalk.find(({ id }) => id === reply.smalltalk)
      return { text: new FormattedString(entry?.[lang].reply ?? words('help')) }
    }
    case 'none':
      return renderNone(context)
  }
}

/** «Did you mean»: two to four topics, and a way out. */
export const renderChoices = (
  ask: string,
  choices: readonly Topic[],
  context: KeyboardContext,
): Message => ({
  text: new FormattedString(ask),
  keyboard: topicsKeyboard(choices, context, {
    label: context.words('suggest.else'),
    press: { do: 'none' },
  }),
})

export const renderNone = (context: KeyboardContext): Message => ({
  text: new FormattedString(context.words('none')),
  keyboard: waysOnKeyboard(context),
})

/** A safety card. `ranking` is what the words would have found as an ordinary question. */
export function renderCard(
  cardId: string,
  ranking: readonly Topic[],
  context: KeyboardContext,
): Message {
  const { knowledge, lang } = context
  const card = knowledge.triage.cards[cardId]
  if (!card) throw new RangeError(`Expected a card of triage.yaml, got "${cardId}"`)
  const text = texter({}, context)
  const next = knowledge.byId.get(card.topics[0] ?? '')
  return {
    text: paragraphs(FormattedString.bold(text(card[lang].title)), text(card[lang].body)),
    keyboard: cardKeyboard({ phones: card.phones, next, ranking }, context),
  }
}

/** /111: every number that helps at once. */
export function renderNumbers(context: KeyboardContext): Message {
  const { knowledge, lang, words } = context
  const emergency = Object.entries(knowledge.contacts)
    .filter(([, contact]) => contact.emergency)
    .sort(([a], [b]) => rank(a) - rank(b))
  const lines = emergency.map(([number, contact]) =>
    FormattedString.join([
      FormattedString.bold(number),
      ` — ${contact[lang].name.replace(` ${number}`, '')}: ${contact[lang].about}`,
    ]),
  )
  return {
    text: paragraphs(
      FormattedString.bold(words('numbers.title')),
      FormattedString.join(lines, '\n'),
      words('numbers.note'),
    ),
    keyboard: copyKeyboard(['111', '112', '102', '103'], words),
  }
}

const FIRST_NUMBERS = ['111', '112', '102', '103', '101']
const rank = (number: string): number => (FIRST_NUMBERS.indexOf(number) + 99) % 99

/** A step of a flow, or its end: what to do in this case. */
export function renderFlow(flow: Flow, state: FlowState, context: KeyboardContext): Message {
  const { lang, words } = context
  const text = texter(flow.figures, context)
  const keyboard = flowKeyboard(flow, state, context)
  if (state.at === 'end') {
    const advice = FormattedString.join(
      state.advice.map((item) => text(item[lang].trim())),
      '\n',
    )
    return {
      text: paragraphs(
        FormattedString.bold(text(flow.outcome.title[lang])),
        advice,
        words(speaksToChild(flow, state) ? 'flow.forward' : 'flow.forwardAdult'),
        FormattedString.italic(words('answer.checked', { day: formatDay(flow.checked, lang) })),
      ),
      keyboard,
    }
  }
  const { step, of } = flowProgress(flow, state)
  const head = `${flow.title[lang]} · ${words('flow.progress', { step, of })}`
  return {
    text: paragraphs(FormattedString.bold(head), text(flow.steps[state.step]?.[lang] ?? '')),
    keyboard,
  }
}

/** A question of a letter; the first one tells what comes and what is kept. */
export function renderFact(letter: Letter, at: number, context: KeyboardContext): Message {
  const { knowledge, lang, words } = context
  const of = letter.facts.length
  const head = `${letter[lang].title} · ${words('flow.progress', { step: at + 1, of })}`
  const fact = knowledge.letterFacts[letter.facts[at] ?? '']
  return {
    text: paragraphs(
      FormattedString.bold(head),
      at === 0 ? words('letters.intro') : undefined,
      fact?.[lang].ask ?? '',
    ),
    keyboard: factKeyboard(letter, at, context),
  }
}

/** Something came between, and the letter waits. */
export const renderWaiting = (
  letter: Letter,
  at: number,
  kept: boolean,
  context: KeyboardContext,
): Message => ({
  text: new FormattedString(context.words(kept ? 'letters.kept' : 'letters.waits')),
  keyboard: waitingKeyboard(letter, at, context),
})

/** A finished letter as text that a tap copies. */
export const renderLetterText = (composed: ComposedLetter): Message => ({
  text: FormattedString.pre(letterText(composed)),
})

/** What to do with a finished letter. */
export function renderLetterEnd(
  letter: Letter,
  composed: ComposedLetter,
  context: KeyboardContext,
): Message {
  const { lang, words } = context
  const text = texter(letter.figures, context)
  return {
    text: paragraphs(
      FormattedString.bold(words('letters.next')),
      text(letter[lang].after.trim()),
      words('letters.forgotten'),
      FormattedString.italic(words('answer.checked', { day: formatDay(letter.checked, lang) })),
    ),
    keyboard: letterKeyboard(letter, composed.brief, context),
  }
}

/** The parameters of sendMessage and editMessageText for one part of a message. */
export interface Payload {
  text: string
  other: {
    entities: MessageEntity[]
    link_preview_options: { is_disabled: true }
    reply_markup?: InlineKeyboard
  }
}

/**
 * A message as the Bot API takes it: in parts of at most 4,096 units, cut between paragraphs or lines
 * where there are any; the buttons stand under the last part.
 */
export function toPayloads(message: Message): Payload[] {
  const parts = splitLong(message.text)
  return parts.map((part, index) => ({
    text: part.text,
    other: {
      entities: part.entities,
      link_preview_options: { is_disabled: true },
      ...(index === parts.length - 1 && message.keyboard ? { reply_markup: message.keyboard } : {}),
    },
  }))
}

function splitLong(text: FormattedString): FormattedString[] {
  const parts: FormattedString[] = []
  let from = 0
  const { length } = text.text
  while (length - from > MAX_MESSAGE) {
    const window = text.text.slice(from, from + MAX_MESSAGE)
    const border = ['\n\n', '\n', ' ']
      .map((mark) => window.lastIndexOf(mark))
      .find((at) => at > MAX_MESSAGE / 2)
    // Without a border, never between the halves of a surrogate pair.
    const hard = /[\ud800-\udbff]$/.test(window) ? MAX_MESSAGE - 1 : MAX_MESSAGE
    const end = from + (border ?? hard)
    parts.push(text.slice(from, end))
    from = end
    while (/\s/.test(text.text[from] ?? '')) from++
  }
  parts.push(text.slice(from))
  return parts
}
