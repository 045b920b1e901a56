import { Composer } from 'grammy'
import {
  type Calculation,
  readAgeOrBirth,
  readCalculation,
  readCount,
  readIncome,
  readPeriod,
} from '../core/calculations.ts'
import { readQuantities } from '../core/quantities.ts'
import { wordsOf } from '../i18n.ts'
import { LANGS, type Lang } from '../knowledge/schema.ts'
import type { Calculator } from '../knowledge/tools.ts'
import { renderCalculation } from './calc.ts'
import { CALCULATORS } from './calc-press.ts'
import type { TirekContext } from './context.ts'
import type { KeyboardContext } from './keyboards.ts'
import { viewOf } from './screens.ts'
import { send } from './send.ts'

/**
 * Numbers that are written for a calculator. Nothing is remembered: the question for the number opens
 * a reply in the app, and the reply brings the question along.
 */

const promptText = (what: Calculator, lang: Lang): string => {
  const words = wordsOf(lang)
  return words(`calc.write.${what}`, { example: words(`calc.example.${what}`) })
}

/** Asks for a number in writing; the app opens a reply to this message. */
export async function sendPrompt(
  ctx: TirekContext,
  what: Calculator,
  { lang, words }: KeyboardContext,
): Promise<void> {
  await ctx.reply(promptText(what, lang), {
    reply_markup: { force_reply: true, input_field_placeholder: words(`calc.example.${what}`) },
  })
}

const READERS: Record<Calculator, (text: string) => Calculation | undefined> = {
  fine: readCount,
  alimony: (text) => {
    const income = readIncome(text)
    return income === undefined ? undefined : { of: 'alimony', income }
  },
  age: readAgeOrBirth,
  deadline: readPeriod,
}

/** Replies to the question for a number. What holds no number is an ordinary question. */
export const promptedReplies = new Composer<TirekContext>()

promptedReplies.on('message:text', async (ctx, next) => {
  const { text, reply_to_message: to } = ctx.message
  const prompt = to?.from?.id === ctx.me.id ? promptOf(to.text ?? '') : undefined
  if (!prompt) return await next()
  const calculation = READERS[prompt.what](text) ?? readCalculation(text)
  const context = viewOf(ctx, prompt.lang)
  if (calculation) {
    ctx.services.metrics.replies.inc({ kind: 'answer', lang: prompt.lang })
    return await send(ctx, renderCalculation(calculation, context))
  }
  const isNumber = /\d/.test(text) && readQuantities(text).length <= SHORT
  await (isNumber ? sendPrompt(ctx, prompt.what, context) : next())
})

/** Words and numbers of a slip of the pen; a longer text asks something else. */
const SHORT = 3

/** Which question this text of ours is, and in which language. */
function promptOf(text: string): { what: Calculator; lang: Lang } | undefined {
  for (const lang of LANGS) {
    const what = CALCULATORS.find((each) => promptText(each, lang) === text)
    if (what) return { what, lang }
  }
  return undefined
}
