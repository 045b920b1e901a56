import { expandableBlockquote, FormattedString, fmt } from '@grammyjs/parse-mode'
import { InlineKeyboard } from 'grammy'
import { type TimelineLine, timelineAt } from '../core/calculate.ts'
import { AGE_VIEWS, type AgeView, type Calculation } from '../core/calculations.ts'
import type { Words } from '../i18n.ts'
import { otherLang } from '../knowledge/schema.ts'
import { cite, renderText } from '../knowledge/template.ts'
import { lineContext } from '../knowledge/tools.ts'
import { paragraphs, quietLine } from './blocks.ts'
import type { CalcStep } from './calc-press.ts'
import { button, type KeyboardContext, titleOf, topicsKeyboard } from './keyboards.ts'
import type { Message } from './render.ts'

/** Lines of an age that are seen at once; the others wait in a quote that opens. */
const MOST_LINES = 6

/** What the law says at an age, in one of its views. */
export function ageResult(age: number, view: AgeView, context: KeyboardContext): Message {
  const { knowledge, words, lang } = context
  const lines = timelineAt(knowledge, age)[view]
  const keyboard = new InlineKeyboard()
  for (const other of AGE_VIEWS) {
    if (other === view) continue
    const step: CalcStep = { of: 'age', age, view: other }
    button(keyboard, words(`calc.age.view.${other}`), { do: 'calc', lang, step })
  }
  if (lines.length > 0) {
    const step: CalcStep = { of: 'lines', age, view }
    button(keyboard.row(), words('calc.age.lines'), { do: 'calc', lang, step })
  }
  const title = `${words('calc.age.title', { age })}. ${words(`calc.age.view.${view}`)}`
  const cut = cutBetweenAges(lines)
  const shown = byAge(lines.slice(0, cut), view, context)
  const hidden = byAge(lines.slice(cut), view, context)
  return {
    text: paragraphs(
      FormattedString.bold(title),
      ...(lines.length === 0 ? [words('calc.age.none')] : shown),
      hidden.length === 0
        ? undefined
        : fmt`${expandableBlockquote}${FormattedString.join(hidden, '\n\n')}${expandableBlockquote}`,
      quietLine(words('calc.age.note'), oldest(lines, context), context),
    ),
    keyboard: ageEnd(keyboard, { of: 'age', age, view }, context),
  }
}

/** After how many lines the rest is hidden: never between two of one age, and never all. */
function cutBetweenAges(lines: readonly TimelineLine[]): number {
  if (lines.length <= MOST_LINES) return lines.length
  const borders = lines.flatMap(({ age }, at) => (at > 0 && age !== lines[at - 1]?.age ? [at] : []))
  return borders.findLast((at) => at <= MOST_LINES) ?? borders[0] ?? lines.length
}

/** As under every result, with the list of topics in the row of the topic: three rows in all. */
function ageEnd(
  keyboard: InlineKeyboard,
  step: Calculation & { of: 'age' },
  context: KeyboardContext,
): InlineKeyboard {
  const { words, lang, knowledge } = context
  const topic = knowledge.byId.get(knowledge.calculators.age.topic)
  if (topic) button(keyboard, titleOf(topic, context), { do: 'open', lang, topic: topic.id })
  keyboard.row()
  button(keyboard, words('calc.again.age'), { do: 'calc', lang, step: { of: 'age' } })
  return button(keyboard, words('language.switch'), { do: 'calc', lang: otherLang(lang), step })
}

/** Lines under a heading for each age, in the order in which they come. */
function byAge(
  lines: readonly TimelineLine[],
  view: AgeView,
  context: KeyboardContext,
): FormattedString[] {
  const { knowledge, lang, day, words } = context
  const groups = new Map<number, string[]>()
  for (const { entry, topic, age } of lines) {
    const text = renderText(entry[lang], lineContext(topic, { lang, day, registers: knowledge }))
    // Of a page only its owner's name: «Kazinform: …».
    const law = cite(knowledge.sources, entry.source, lang)?.label.split(':')[0]
    groups.set(age, [...(groups.get(age) ?? []), `• ${text} (${law})`])
  }
  return [...groups].map(([age, texts]) =>
    FormattedString.join([FormattedString.bold(ageHeading(age, view, words)), ...texts], '\n'),
  )
}

function ageHeading(age: number, view: AgeView, words: Words): string {
  if (age === 0) return words('calc.age.birth')
  if (!Number.isFinite(age)) return words('calc.age.always')
  // Russian: «с 21 года», «с 14 лет».
  const one = age % 10 === 1 && age !== 11
  if (view === 'limits') return words(one ? 'calc.age.untilOne' : 'calc.age.until', { age })
  return words(one ? 'calc.age.fromOne' : 'calc.age.from', { age })
}

const oldest = (lines: readonly TimelineLine[], context: KeyboardContext): string =>
  lines.map(({ topic }) => topic.checked).sort()[0] ??
  context.knowledge.byId.get(context.knowledge.calculators.age.topic)?.checked ??
  context.day

/** The topics behind the lines of an age, as a list of their own. */
export function renderLines(age: number, view: AgeView, context: KeyboardContext): Message {
  const { knowledge, words, lang } = context
  const topics = [...new Set(timelineAt(knowledge, age)[view].map(({ topic }) => topic))]
  return {
    text: new FormattedString(words('answer.relatedTo')),
    keyboard: topicsKeyboard(topics, context, {
      label: words('flow.back'),
      press: { do: 'calc', lang, step: { of: 'age', age, view } },
    }),
  }
}
