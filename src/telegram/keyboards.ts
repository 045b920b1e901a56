import { InlineKeyboard } from 'grammy'
import type { FlowState } from '../core/flow.ts'
import type { Words } from '../i18n.ts'
import {
  AUDIENCES,
  type Audience,
  type Flow,
  type Knowledge,
  type Lang,
  type Letter,
  otherLang,
  type Topic,
} from '../knowledge/schema.ts'
import { renderText } from '../knowledge/template.ts'
import {
  BACK,
  encodePress,
  type FactChoice,
  LEAVE,
  type Press,
  topicCode,
  type View,
} from './callback.ts'
import { toolOf } from './tools.ts'

/** What keyboards are made from. */
export interface KeyboardContext {
  knowledge: Knowledge
  lang: Lang
  words: Words
  day: string
  /** Who is asking, where they said so. */
  audience?: Audience | undefined
}

const GROUP_PAGE = 8
const MOST_CODES = 4

/** Adds a button that carries a press. */
export const button = (keyboard: InlineKeyboard, label: string, press: Press): InlineKeyboard =>
  keyboard.text(label, encodePress(press))

/** A topic's title as the label of a button. */
export const titleOf = (
  topic: Topic,
  { knowledge, lang, day }: Omit<KeyboardContext, 'words'>,
): string =>
  renderText(topic[lang].title, { lang, day, registers: knowledge, figures: topic.figures })

const codesOf = (topics: readonly Topic[]): string[] =>
  topics.slice(0, MOST_CODES).map((topic) => topicCode(topic.id))

interface Lead {
  label: string
  press: Press
}

/** Of several flows or letters, the first that is for this person; who said nothing gets the first. */
const fitting = <T extends { audience: readonly Audience[] }>(
  ids: readonly string[] | undefined,
  all: ReadonlyMap<string, T>,
  audience: Audience | undefined,
): T | undefined => {
  const found = (ids ?? []).flatMap((id) => all.get(id) ?? [])
  return audience === undefined ? found[0] : found.find((each) => each.audience.includes(audience))
}

/**
 * What somebody can do next about a topic: walk through their case, write a letter, count or see to
 * whom to turn. Where counting is what the topic is about, it comes first.
 */
function leadsOf(topic: Topic, context: KeyboardContext): Lead[] {
  const { knowledge, lang, audience } = context
  const flow = fitting(topic.flow, knowledge.flows, audience)
  const letter = fitting(topic.letter, knowledge.letters, audience)
  const tool = toolOf(topic, context)
  const counts = Object.values(knowledge.calculators).some((each) => each.topic === topic.id)
  const leads: (Lead | undefined)[] = [
    counts ? tool : undefined,
    flow && { label: flow.title[lang], press: { do: 'flow', flow: flow.id, lang } },
    letter && { label: letter[lang].title, press: { do: 'letter', letter: letter.id, lang } },
    counts ? undefined : tool,
  ]
  return leads.filter((lead) => lead !== undefined)
}

/**
 * Under an answer, three rows at most: the other views; what leads on from here (the flow, the
 * letter, what is near, the other language); whether this was it.
 */
export function answerKeyboard(
  topic: Topic,
  view: View,
  alternatives: readonly Topic[] | undefined,
  context: KeyboardContext,
): InlineKeyboard {
  const { lang, words } = context
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
  const onwards = [
    ...leadsOf(topic, context),
    { label: words('answer.related'), press: { do: 'related', lang, topic: topic.id } },
    {
      label: words('language.switch'),
      press: { do: 'view', view, lang: otherLang(lang), topic: topic.id },
    },
  ] satisfies Lead[]
  const asked = alternatives !== undefined
  for (const [place, { label, press }] of onwards.slice(0, asked ? 2 : 4).entries()) {
    if (place % 2 === 0) keyboard.row()
    button(keyboard, label, press)
  }
  if (!asked) return keyboard
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

/** Subjects of the menu, two in a row, then flows, letters and tools; empty subjects are left out. */
export function menuKeyboard({ knowledge, lang, words }: KeyboardContext): InlineKeyboard {
  const filled = knowledge.groups.filter((group) =>
    knowledge.topics.some((topic) => topic.group === group.id),
  )
  const keyboard = new InlineKeyboard()
  for (const [index, group] of filled.entries()) {
    button(keyboard, group[lang], { do: 'group', group: group.id, page: 0 })
    if (index % 2 === 1) keyboard.row()
  }
  withGuides(keyboard.row(), words).row()
  button(keyboard, words('calc.open'), { do: 'calc', lang, step: { of: 'menu' } })
  return button(keyboard, words('where.open'), { do: 'where', lang })
}

/** What leads through a case, and what writes a letter. */
function withGuides(keyboard: InlineKeyboard, words: Words): InlineKeyboard {
  button(keyboard, words('flow.open'), { do: 'flows' })
  return button(keyboard, words('letters.open'), { do: 'letters' })
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
export function waysOnKeyboard({ words }: KeyboardContext): InlineKeyboard {
  const keyboard = button(new InlineKeyboard(), words('menu.open'), { do: 'menu' })
  button(keyboard, '111', { do: 'numbers' })
  return withGuides(keyboard.row(), words)
}

/** One flow a row, those for this person first. */
export function flowsKeyboard({ knowledge, lang, audience }: KeyboardContext): InlineKeyboard {
  const keyboard = new InlineKeyboard()
  for (const flow of forPersonFirst(knowledge.flows, audience))
    button(keyboard, flow.title[lang], { do: 'flow', flow: flow.id, lang }).row()
  return keyboard
}

/** One letter a row, those for this person first. */
export function lettersKeyboard({ knowledge, lang, audience }: KeyboardContext): InlineKeyboard {
  const keyboard = new InlineKeyboard()
  for (const letter of forPersonFirst(knowledge.letters, audience))
    button(keyboard, letter[lang].title, { do: 'letter', letter: letter.id, lang }).row()
  return keyboard
}

function forPersonFirst<T extends { audience: readonly Audience[] }>(
  all: ReadonlyMap<string, T>,
  audience: Audience | undefined,
): T[] {
  const isFor = (item: T) => audience !== undefined && item.audience.includes(audience)
  return [...all.values()].sort((a, b) => Number(isFor(b)) - Number(isFor(a)))
}

/** The fact that is asked at a place, or that all were. */
export const factAt = (letter: Letter, at: number): string => letter.facts[at] ?? 'end'

/** Under a question of a letter: leave it out, go back, stop. */
export function factKeyboard(
  letter: Letter,
  at: number,
  { words }: KeyboardContext,
): InlineKeyboard {
  const press = (choice: FactChoice): Press => ({
    do: 'fact',
    letter: letter.id,
    fact: factAt(letter, at),
    choice,
  })
  const keyboard = button(new InlineKeyboard(), words('letters.skip'), press('skip')).row()
  if (at > 0) button(keyboard, words('flow.back'), press('back'))
  return button(keyboard, words('flow.leave'), press('x'))
}

/** While something else came between: go on with the letter, or stop. */
export function waitingKeyboard(
  letter: Letter,
  at: number,
  { words }: KeyboardContext,
): InlineKeyboard {
  const base = { do: 'fact', letter: letter.id, fact: factAt(letter, at) } as const
  const keyboard = button(new InlineKeyboard(), words('letters.continue'), {
    ...base,
    choice: 'go',
  })
  return button(keyboard, words('flow.leave'), { ...base, choice: 'x' })
}

/** Under a finished letter: the same in one breath to copy, then what to read beside it. */
export function letterKeyboard(
  letter: Letter,
  brief: string,
  context: KeyboardContext,
): InlineKeyboard {
  const { words, lang, knowledge } = context
  const keyboard = new InlineKeyboard().copyText(words('letters.copy'), brief).row()
  for (const topic of letter.topics.flatMap((id) => knowledge.byId.get(id) ?? []))
    button(keyboard, titleOf(topic, context), { do: 'open', lang, topic: topic.id }).row()
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

/** The choices of a step, then back and leave; at the end letters, topics and the way to begin again. */
export function flowKeyboard(
  flow: Flow,
  state: FlowState,
  context: KeyboardContext,
): InlineKeyboard {
  const { lang, words, knowledge } = context
  if (state.at === 'end') {
    const topics = state.topics.flatMap((id) => knowledge.byId.get(id) ?? [])
    const keyboard = topicsKeyboard(topics, context)
    for (const letter of state.letters.flatMap((id) => knowledge.letters.get(id) ?? []))
      button(keyboard, letter[lang].title, { do: 'letter', letter: letter.id, lang }).row()
    return button(keyboard, words('flow.again'), { do: 'flow', flow: flow.id, lang })
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
