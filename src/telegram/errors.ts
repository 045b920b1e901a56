import { BotError, GrammyError, HttpError, type NextFunction } from 'grammy'
import { safeError } from '../log.ts'
import type { Outcome, TirekContext } from './context.ts'

/** Whose the failure is: the person is gone, the network or Telegram is busy, or we are wrong. */
export type Failure = 'gone' | 'busy' | 'bug'

const GONE = /chat not found|user is deactivated|bot was blocked|bot was kicked|not enough rights/i

export function classify(error: unknown): Failure {
  const cause = error instanceof BotError ? error.error : error
  if (cause instanceof HttpError) return 'busy'
  if (cause instanceof GrammyError) {
    if (cause.error_code === 403 || GONE.test(cause.description)) return 'gone'
    if (cause.error_code === 429 || cause.error_code >= 500) return 'busy'
  }
  return 'bug'
}

const outcomes = new WeakMap<object, Outcome>()

/** What became of an update that went through the bot. */
export const outcomeOf = (update: object): Outcome => outcomes.get(update) ?? 'done'

/** Notes that an update should be delivered again. */
export const deferUpdate = (update: object): void => {
  outcomes.set(update, 'later')
}

/**
 * Outermost middleware: no update ends the process or poisons the queue. Who has left is forgotten,
 * a busy Telegram is asked to deliver again, and a bug is apologised for and counted.
 */
export async function containFailures(ctx: TirekContext, next: NextFunction): Promise<void> {
  const { log, metrics } = ctx.services
  const kind = kindOf(ctx)
  const started = performance.now()
  let outcome: string = 'done'
  try {
    await next()
    outcome = outcomeOf(ctx.update)
  } catch (error) {
    const failure = classify(error)
    outcome = failure
    log[failure === 'bug' ? 'error' : 'warn']('update-failed', {
      kind,
      error: safeError(error instanceof BotError ? error.error : error),
    })
    if (failure === 'busy') deferUpdate(ctx.update)
    if (failure === 'gone') await ctx.services.forget(ctx.chatId)
    if (failure === 'bug') await apologise(ctx)
  }
  const milliseconds = performance.now() - started
  metrics.updates.inc({ kind, outcome })
  metrics.updateSeconds.observe(milliseconds / 1000)
  log.debug('update', { kind, milliseconds: Math.round(milliseconds) })
}

async function apologise(ctx: TirekContext): Promise<void> {
  try {
    if (ctx.callbackQuery) await ctx.answerCallbackQuery()
    if (ctx.chat?.type === 'private') await ctx.reply(ctx.words('error'))
  } catch (error) {
    ctx.services.log.warn('apology-failed', { error: safeError(error) })
  }
}

/** The kind of an update for counting: `message:text`, `callback_query`; never its content. */
export function kindOf(ctx: TirekContext): string {
  const { message, update } = ctx
  if (message) {
    const media = [
      'text',
      'photo',
      'voice',
      'sticker',
      'video',
      'document',
      'contact',
      'location',
    ] as const
    const found = media.find((each) => message[each] !== undefined) ?? 'other'
    return found === 'text' && message.text?.startsWith('/')
      ? 'message:command'
      : `message:${found}`
  }
  return Object.keys(update).find((key) => key !== 'update_id') ?? 'unknown'
}
