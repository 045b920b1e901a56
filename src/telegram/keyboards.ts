import { InlineKeyboard } from 'grammy'
import type { FlowState } from '../core/flow.ts'
import type { Words } from '../i18n.ts'
import {
  AUDIENCES,
  type Flow,
  type Knowledge,
  type Lang,
  otherLang,
  type Topic,
} from '../knowledge/schema.ts'
import { renderText } from '../knowledge/template.ts'
import { BACK, encodePress, LEAVE, type Press, topicCode, type View } from './callback.ts'

/** What keyboards are made from. */
export interface KeyboardContext {
  knowledge: Knowledge
  lang: Lang
  words: Words
  day: string
}

const GROUP_PAGE = 8
const MOST_CODES = 4

const button = (keyboard: InlineKeyboard, label: string, press: Press): InlineKeyboard =>
  keyboard.text(label, encodePress(press))

/** A topic's title as the label of a button. */
export const titleOf = (
  topic: Topic,
  { knowledge, lang, day }: Omit<KeyboardContext, 'words'>,
): string =>
  renderText(topic[lang].title, { lang, day, registers: knowledge, figures: topic.figures })

const codesOf = (topics: readonly Topic[]): string[] =>
  topics.slice(0, MOST_CODES).map((topic) => topicCode(topic.id))

/** Under an answer, three rows: the other views, what is near, whether this was it. */
export function answerKeyboard(
  topic: Topic,
  view: View,
  alternatives: readonly Topic[] | undefined,
  { knowledge, lang, words }: KeyboardContext,
): InlineKeyboard {
  const keyboard = new InlineKeyboard()
  const views: [View, string][] = [
    ['short', words('answer.short')],
    ['more', words('answer.more')],
    ['teen', words('answer.teen')],
    ['source', words('answer.source')],
  ]
  for (const [other, label] of views) {
    if (other === view || (other === 'teen' && topic[lang].teen === undefined)) continue
    button(keyboard, label, { do: 'view', view: other, lang, topic: topic.id })
  }
  keyboard.row()
  button(keyboard, words('answer.related'), { do: 'related', lang, topic: topic.id })
  const flow = topic.flow === undefined ? undefined : knowledge.flows.get(topic.flow)
  if (flow) button(keyboard, flow.title[lang], { do: 'flow', flow: flow.id })
  else
    button(keyboard, words('language.switch'), {
      do: 'view',
      view,
      lang: otherLang(lang),
      topic: topic.id,
    })
  if (alternatives === undefined) return keyboard
  keyboard.row()
  button(keyboard, words('answer.right'), { do: 'right', lang, topic: topic.id })
  return button(keyboard, words('answer.wrong'), {
    do: 'wrong',
    lang,
    codes: codesOf(alternatives),
  })
}

/** One topic a row; `last` is the way out of the list. */
export function topicsKeyboard(
  topics: readonly Topic[],
  context: KeyboardContext,
  last?: { label: string; press: Press },
): InlineKeyboard {
  const keyboard = new InlineKeyboard()
  for (const topic of topics) {
    button(keyboard, titleOf(topic, context), {
      do: 'open',
      lang: context.lang,
      topic: topic.id,
    }).row()
  }
  return last ? button(keyboard, last.label, last.press) : keyboard
}

/** Subjects of the menu, two in a row; subjects without topics are left out. */
export function menuKeyboard({ knowledge, lang }: KeyboardContext): InlineKeyboard {
  const filled = knowledge.groups.filter((group) =>
    knowledge.topics.some((topic) => topic.group === group.id),
  )
  const keyboard = new InlineKeyboard()
  for (const [index, group] of filled.entries()) {
    button(keyboard, group[lang], { do: 'group', group: group.id, page: 0 })
    if (index % 2 === 1) keyboard.row()
  }
  return keyboard
}

/** The topics of one subject, a page at a time; undefined for a subject that is no more. */
export function groupKeyboard(
  group: string,
  page: number,
  context: KeyboardContext,
): InlineKeyboard | undefined {
  const topics = context.knowledge.topics.filter((topic) => topic.group === group)
  const shown = topics.slice(page * GROUP_PAGE, (page + 1) * GROUP_PAGE)
  if (shown.length === 0) return undefined
  const keyboard = topicsKeyboard(shown, context)
  if (page > 0)
    button(keyboard, context.words('menu.previous'), { do: 'group', group, page: page - 1 })
  button(keyboard, context.words('menu.back'), { do: 'menu' })
  if ((page + 1) * GROUP_PAGE < topics.length) {
    button(keyboard, context.words('menu.next'), { do: 'group', group, page: page + 1 })
  }
  return keyboard
}

export function languageKeyboard(words: Words): InlineKeyboard {
  const keyboard = button(new InlineKeyboard(), words('language.kk'), { do: 'lang', lang: 'kk' })
  return button(keyboard, words('language.ru'), { do: 'lang', lang: 'ru' })
}

export function audienceKeyboard(words: Words): InlineKeyboard {
  const keyboard = new InlineKeyboard()
  for (const [index, audience] of [...AUDIENCES, 'skip' as const].entries()) {
    button(keyboard, words(`audience.${audience}`), { do: 'audience', audience })
    if (index % 2 === 1) keyboard.row()
  }
  return keyboard
}

/** Ways on for somebody who has not asked yet, or was not understood. */
export function waysOnKeyboard({ knowledge, lang, words }: KeyboardContext): InlineKeyboard {
  const keyboard = button(new InlineKeyboard(), words('menu.open'), { do: 'menu' })
  button(keyboard, '111', { do: 'numbers' })
  for (const flow of knowledge.flows.values()) {
    button(keyboard.row(), flow.title[lang], { do: 'flow', flow: flow.id })
  }
  return keyboard
}

/** Numbers that a tap copies; Telegram has no button that dials. */
export function copyKeyboard(phones: readonly string[], words: Words): InlineKeyboard {
  const keyboard = new InlineKeyboard()
  for (const number of phones) keyboard.copyText(words('numbers.copy', { number }), number)
  return keyboard
}

/** Under a safety card: copy a number, what to do next, the ordinary answer, and no trace. */
export function cardKeyboard(
  card: { phones: readonly string[]; next: Topic | undefined; ranking: readonly Topic[] },
  { lang, words }: KeyboardContext,
): InlineKeyboard {
  const keyboard = copyKeyboard(card.phones, words).row()
  if (card.next) button(keyboard, words('card.next'), { do: 'open', lang, topic: card.next.id })
  button(keyboard, words('card.notMe'), { do: 'ordinary', lang, codes: codesOf(card.ranking) })
  return button(keyboard.row(), words('card.clear'), { do: 'clear' })
}

/** The choices of a step, then back and leave; at the end the topics and the way to begin again. */
export function flowKeyboard(
  flow: Flow,
  state: FlowState,
  context: KeyboardContext,
): InlineKeyboard {
  const { lang, words, knowledge } = context
  if (state.at === 'end') {
    const topics = state.topics.flatMap((id) => knowledge.byId.get(id) ?? [])
    return topicsKeyboard(topics, context, {
      label: words('flow.again'),
      press: { do: 'flow', flow: flow.id },
    })
  }
  const keyboard = new InlineKeyboard()
  for (const choice of flow.steps[state.step]?.choices ?? []) {
    button(keyboard, choice[lang], {
      do: 'step',
      flow: flow.id,
      step: state.step,
      choice: choice.id,
    }).row()
  }
  const aside = (choice: string): Press => ({ do: 'step', flow: flow.id, step: state.step, choice })
  if (Object.keys(state.answers).length > 0) button(keyboard, words('flow.back'), aside(BACK))
  return button(keyboard, words('flow.leave'), aside(LEAVE))
}
