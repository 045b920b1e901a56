import type { NextFunction } from 'grammy'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { TirekContext } from './context.ts'
import { textOf } from './questions.ts'

/** What a chat may use up in a minute; nobody who types or presses by hand reaches it. */
const POINTS = 120
const SECONDS = 60
/** What a message costs beside a press: it may be long, and each gets an answer. */
const MESSAGE_COST = 2

/**
 * Keeps one chat from using up what is there for all: beyond the limit one line says so, then Tirek
 * is silent until the minute is over. Danger passes always, and presses get their short notice.
 * Counts live in this process, under the keyed hash of the chat, for a minute.
 */
export function limitFloods(): (ctx: TirekContext, next: NextFunction) => Promise<void> {
  const limiter = new RateLimiterMemory({ points: POINTS, duration: SECONDS })
  return async (ctx, next) => {
    if (ctx.chatId === undefined) return await next()
    const { chatKey, responder, metrics, log } = ctx.services
    const cost = ctx.callbackQuery ? 1 : MESSAGE_COST
    const chat = chatKey(ctx.chatId)
    const { consumedPoints } = await limiter.penalty(chat, cost)
    if (consumedPoints <= POINTS) return await next()
    const text = textOf(ctx)
    if (text !== undefined && responder.alarm(text) !== undefined) return await next()
    metrics.limited.inc()
    if (ctx.callbackQuery) return void (await ctx.answerCallbackQuery({ text: ctx.words('limit') }))
    if (consumedPoints - cost > POINTS) return
    log.info('limited', { chat })
    if (ctx.chat?.type === 'private') await ctx.reply(ctx.words('limit'))
  }
}
