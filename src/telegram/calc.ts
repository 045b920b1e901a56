import { FormattedString } from '@grammyjs/parse-mode'
import { InlineKeyboard } from 'grammy'
import {
  ageOn,
  alimonyOf,
  alimonyShares,
  deadlineOf,
  fineOn,
  resolveDay,
} from '../core/calculate.ts'
import { type Calculation, isWithin } from '../core/calculations.ts'
import { otherLang, type Topic } from '../knowledge/schema.ts'
import { cite, formatDay, formatNumber, formatTenge } from '../knowledge/template.ts'
import { type Calculator, LAST_AGE } from '../knowledge/tools.ts'
import { ageResult, renderLines } from './ages.ts'
import { paragraphs, quietLine } from './blocks.ts'
import { CALCULATORS, type CalcStep } from './calc-press.ts'
import { button, type KeyboardContext, titleOf } from './keyboards.ts'
import type { Message } from './render.ts'

/**
 * The calculators in the chat. They remember nothing: what was chosen travels in the buttons, and a
 * number that is written comes as a reply to the question for it.
 */

/** Buttons of a row: Telegram shows eight and no more. */
const ROW = { count: 5, income: 3, age: 8, days: 6 } as const

/** A step of a calculator as a message. */
export function calcMessage(
  step: Exclude<CalcStep, { of: 'write' }>,
  context: KeyboardContext,
): Message {
  if (step.of === 'menu') return renderMenu(context)
  if (step.of === 'lines') return renderLines(step.age, step.view, context)
  return renderCalculation(step, context)
}

/** A calculation: its result, or the question for what is missing. */
export function renderCalculation(asked: Calculation, context: KeyboardContext): Message {
  switch (asked.of) {
    case 'fine':
      return asked.count === undefined
        ? askCount(asked.day, context)
        : fineResult(asked.count, asked.day, context)
    case 'alimony':
      if (asked.income === undefined) return askIncome(context)
      return asked.children === undefined
        ? askChildren(asked.income, context)
        : alimonyResult(asked.income, asked.children, context)
    case 'age': {
      const born = asked.born === undefined ? undefined : resolveDay(asked.born, context.day)
      const age = asked.age ?? (born === undefined ? undefined : ageOn(born, context.day))
      return age === undefined || !isWithin('age', age)
        ? askAge(context)
        : ageResult(age, asked.view ?? 'now', context)
    }
    case 'deadline': {
      const from = asked.from === undefined ? undefined : resolveDay(asked.from, context.day)
      return from === undefined || asked.days === undefined
        ? askDays(context)
        : deadlineResult(from, asked.days, context)
    }
  }
}

function renderMenu(context: KeyboardContext): Message {
  const { words, lang } = context
  const keyboard = new InlineKeyboard()
  for (const of of CALCULATORS)
    button(keyboard, words(`calc.menu.${of}`), { do: 'calc', lang, step: { of } }).row()
  return {
    text: paragraphs(FormattedString.bold(words('calc.open')), words('calc.intro')),
    keyboard,
  }
}

/** A question with what can be picked, what can be written, and the way back. */
function question(
  of: Calculator,
  picks: { label: string; step: CalcStep }[],
  row: number,
  context: KeyboardContext,
): Message {
  const { words, lang } = context
  const keyboard = new InlineKeyboard()
  for (const [index, { label, step }] of picks.entries()) {
    if (index > 0 && index % row === 0) keyboard.row()
    button(keyboard, label, { do: 'calc', lang, step })
  }
  keyboard.row()
  button(keyboard, words(`calc.other.${of}`), { do: 'calc', lang, step: { of: 'write', what: of } })
  button(keyboard, words('calc.open'), { do: 'calc', lang, step: { of: 'menu' } })
  return {
    text: paragraphs(FormattedString.bold(words(`calc.menu.${of}`)), words(`calc.ask.${of}`)),
    keyboard,
  }
}

const askCount = (day: string | undefined, context: KeyboardContext): Message =>
  question(
    'fine',
    context.knowledge.calculators.fine.offer.map((count) => ({
      label: formatNumber(count),
      step: { of: 'fine', count, ...(day === undefined ? {} : { day }) },
    })),
    ROW.count,
    context,
  )

const askIncome = (context: KeyboardContext): Message =>
  question(
    'alimony',
    context.knowledge.calculators.alimony.offer.map((income) => ({
      label: formatTenge(income),
      step: { of: 'alimony', income },
    })),
    ROW.income,
    context,
  )

const askAge = (context: KeyboardContext): Message =>
  question(
    'age',
    Array.from({ length: LAST_AGE + 1 }, (_, age) => ({
      label: String(age),
      step: { of: 'age', age },
    })),
    ROW.age,
    context,
  )

const askDays = (context: KeyboardContext): Message =>
  question(
    'deadline',
    context.knowledge.calculators.deadline.offer.map((days) => ({
      label: String(days),
      step: { of: 'deadline', from: context.day, days },
    })),
    ROW.days,
    context,
  )

/** The numbers of children for which the law names a share; the last one means «and more». */
const childrenKeys = ['one', 'two', 'three'] as const

function childrenButtons(income: number, except: number | undefined, context: KeyboardContext) {
  const { words, lang } = context
  const keyboard = new InlineKeyboard()
  for (const [index, key] of childrenKeys.entries()) {
    if (index + 1 === except) continue
    const step: CalcStep = { of: 'alimony', income, children: index + 1 }
    button(keyboard, words(`calc.children.${key}`), { do: 'calc', lang, step })
  }
  return keyboard
}

const askChildren = (income: number, context: KeyboardContext): Message => ({
  text: paragraphs(
    FormattedString.bold(context.words('calc.menu.alimony')),
    context.words('calc.ask.children', { income: formatTenge(income) }),
  ),
  keyboard: childrenButtons(income, undefined, context),
})

/** The last two rows under a result: where it belongs, then once more and the other language. */
function endRows(
  keyboard: InlineKeyboard,
  step: Calculation,
  { knowledge, ...context }: KeyboardContext,
): InlineKeyboard {
  const { words, lang } = context
  const topic = knowledge.byId.get(knowledge.calculators[step.of].topic)
  keyboard.row()
  if (topic)
    button(keyboard, titleOf(topic, { knowledge, ...context }), {
      do: 'open',
      lang,
      topic: topic.id,
    }).row()
  const again: CalcStep = { of: step.of }
  button(keyboard, words(`calc.again.${step.of}`), { do: 'calc', lang, step: again })
  return button(keyboard, words('language.switch'), { do: 'calc', lang: otherLang(lang), step })
}

const topicOf = (of: Calculator, { knowledge }: KeyboardContext): Topic | undefined =>
  knowledge.byId.get(knowledge.calculators[of].topic)

function fineResult(count: number, when: string | undefined, context: KeyboardContext): Message {
  const { knowledge, words, lang, day: today } = context
  const { mci } = knowledge.values
  const day = (when === undefined ? today : resolveDay(when, today)) ?? today
  const fine = fineOn(knowledge.values, count, day)
  const unit = mci?.[lang].unit ?? ''
  const number = `${formatNumber(count)}\u00a0${unit}`
  const step: Calculation = { of: 'fine', count, day }
  const keyboard = new InlineKeyboard()
  for (const from of Object.keys(mci?.amounts ?? {}).sort()) {
    const year = from.slice(0, 4)
    if (fine.known && fine.since === from) continue
    const other: CalcStep = { of: 'fine', count, day: from }
    button(keyboard, words('calc.fine.year', { year }), { do: 'calc', lang, step: other })
  }
  endRows(keyboard, step, context)
  if (!fine.known) {
    const limit = formatDay(fine.limit, lang)
    const why = words(fine.lies === 'after' ? 'calc.fine.after' : 'calc.fine.before', { limit })
    return { text: paragraphs(FormattedString.bold(number), why), keyboard }
  }
  // The act that is held is that of the newest amount; an older one stood in the act of its own year.
  const act = cite(knowledge.sources, mci?.source ?? '', lang)
  const cited =
    act && fine.since >= (act.edition ?? '')
      ? act.label
      : words('calc.fine.law', { year: fine.since.slice(0, 4) })
  return {
    text: paragraphs(
      FormattedString.bold(`${number} = ${formatTenge(fine.tenge)}`),
      words('calc.fine.how', {
        day: formatDay(day, lang),
        mci: formatTenge(fine.mci),
        since: formatDay(fine.since, lang),
      }),
      words('calc.fine.note'),
      quietLine(cited, topicOf('fine', context)?.checked ?? day, context),
    ),
    keyboard,
  }
}

function alimonyResult(income: number, children: number, context: KeyboardContext): Message {
  const { knowledge, words, lang } = context
  const shares = alimonyShares(knowledge)
  const { share, tenge, orMore } = alimonyOf(income, children, shares)
  const key = childrenKeys[Math.min(children, shares.length) - 1] ?? 'three'
  const step: Calculation = { of: 'alimony', income, children }
  return {
    text: paragraphs(
      FormattedString.bold(
        words('calc.alimony.sum', {
          children: words(`calc.children.${key}`),
          tenge: formatTenge(tenge),
        }),
      ),
      words('calc.alimony.how', { income: formatTenge(income), share }),
      words('calc.alimony.note'),
      quietLine(
        cite(knowledge.sources, knowledge.calculators.alimony.source, lang)?.label,
        topicOf('alimony', context)?.checked ?? context.day,
        context,
      ),
    ),
    keyboard: endRows(
      childrenButtons(income, orMore ? shares.length : children, context),
      step,
      context,
    ),
  }
}

function deadlineResult(from: string, days: number, context: KeyboardContext): Message {
  const { words, lang, day: today } = context
  const { last, left } = deadlineOf(from, days, today)
  const standing =
    left > 0
      ? words('calc.deadline.left', { days: formatNumber(left) })
      : left === 0
        ? words('calc.deadline.today')
        : words('calc.deadline.over', { days: formatNumber(-left) })
  return {
    text: paragraphs(
      FormattedString.bold(words('calc.deadline.last', { day: formatDay(last, lang) })),
      FormattedString.join(
        [
          words('calc.deadline.how', { from: formatDay(from, lang), days: formatNumber(days) }),
          standing,
        ],
        '\n',
      ),
      words('calc.deadline.note'),
    ),
    keyboard: endRows(new InlineKeyboard(), { of: 'deadline', from, days }, context),
  }
}
