import { Composer } from 'grammy'
import { readCalculation, readCount } from '../core/calculations.ts'
import { formatNumber } from '../knowledge/template.ts'
import { calcMessage, renderCalculation } from './calc.ts'
import type { TirekContext } from './context.ts'
import { NUMBERS_LINK } from './groups.ts'
import { waysOnKeyboard } from './keyboards.ts'
import { enterLetter } from './letters.ts'
import { MEMORY_DAYS } from './memory.ts'
import { renderNumbers } from './render.ts'
import {
  clearChat,
  enterFlow,
  flowsScreen,
  languageScreen,
  lettersScreen,
  menuScreen,
  openTopic,
  viewOf,
} from './screens.ts'
import { send } from './send.ts'
import { renderBodies } from './where.ts'

/** Commands in the order in which Telegram shows them. */
export const COMMANDS = [
  'start',
  'menu',
  'steps',
  'letters',
  '111',
  'calc',
  'where',
  'help',
  'language',
  'privacy',
  'clear',
  'forget',
  'about',
] as const

/** The code of a shared link: an NGO's poster, a school's site. */
const ENTRY_CODE = /^[A-Za-z0-9_-]{1,32}$/

export const commands = new Composer<TirekContext>()

commands.command('start', async (ctx) => {
  const { knowledge } = ctx.services
  const payload = ctx.match.trim()
  const topic = knowledge.byId.get(payload)
  if (topic) return await openTopic(ctx, topic, ctx.lang)
  const letter = knowledge.letters.get(payload)
  if (letter) return await enterLetter(ctx, letter, ctx.lang)
  if (payload === NUMBERS_LINK) return await send(ctx, renderNumbers(viewOf(ctx)))
  if (ENTRY_CODE.test(payload)) ctx.session.entry = payload
  await send(ctx, languageScreen(ctx, 'start.language'))
})

commands.command('menu', async (ctx) => {
  await send(ctx, menuScreen(ctx))
})

commands.command('steps', async (ctx) => {
  await send(ctx, flowsScreen(ctx))
})

commands.command('letters', async (ctx) => {
  await send(ctx, lettersScreen(ctx))
})

commands.command('111', async (ctx) => {
  await send(ctx, renderNumbers(viewOf(ctx)))
})

commands.command('calc', async (ctx) => {
  const asked = readCalculation(ctx.match) ?? readCount(ctx.match)
  const context = viewOf(ctx)
  await send(ctx, asked ? renderCalculation(asked, context) : calcMessage({ of: 'menu' }, context))
})

commands.command('where', async (ctx) => {
  const message = renderBodies(undefined, viewOf(ctx))
  if (message) await send(ctx, message)
})

commands.command('help', async (ctx) => {
  await ctx.reply(ctx.words('help'), { reply_markup: waysOnKeyboard(viewOf(ctx)) })
})

commands.command('language', async (ctx) => {
  await send(ctx, languageScreen(ctx, 'language.ask'))
})

commands.command('privacy', async (ctx) => {
  await ctx.reply(ctx.words('privacy', { days: formatNumber(MEMORY_DAYS) }))
})

commands.command('about', async (ctx) => {
  await ctx.reply(
    ctx.words('about', { topics: formatNumber(ctx.services.knowledge.topics.length) }),
  )
})

commands.command('clear', clearChat)

commands.command('forget', async (ctx) => {
  const { words, session } = ctx
  const known = [
    ...(Object.keys(session).length > 0 ? [words('forget.session')] : []),
    ...(ctx.leftFlow ? [words('forget.flow')] : []),
    ...(ctx.leftLetter ? [words('forget.letter')] : []),
    ...((await ctx.services.trail.knows(ctx.chatId)) ? [words('forget.trail')] : []),
  ]
  await ctx.services.forget(ctx.chatId)
  ctx.forgotten = true
  // Nothing may be left for the session plugin to write back.
  ctx.session = {}
  const what = known.join(', ')
  await ctx.reply(known.length > 0 ? words('forget.done', { what }) : words('forget.nothing'))
})

commands.command('cancel', async (ctx) => {
  await ctx.reply(ctx.words('flow.leftAdult'), { reply_markup: waysOnKeyboard(viewOf(ctx)) })
})

/** Deep links into a flow; registered after the conversations, which they enter. */
export const flowLinks = new Composer<TirekContext>()

flowLinks.command('start').filter(
  (ctx) => ctx.services.knowledge.flows.has(ctx.match.trim()),
  (ctx) => enterFlow(ctx, ctx.match.trim()),
)
