import { Composer } from 'grammy'
import type { Reply } from '../core/reply.ts'
import type { TirekContext } from './context.ts'
import { letLetterWait, letterAsks } from './letters.ts'
import { renderReply } from './render.ts'
import { viewOf } from './screens.ts'
import { send } from './send.ts'

/** Text that somebody wrote: a message, or the words under a picture. */
export const textOf = (ctx: TirekContext): string | undefined => {
  const message = ctx.message ?? ctx.editedMessage
  return message?.text ?? message?.caption
}

/** What a link to Tirek sends for whoever opens it: not a word of theirs. */
const DEEP_LINK = /^\/start(@\w+)?( [A-Za-z0-9_-]+)?$/

/** Stands before commands, flows and everything else: danger is answered first, wherever it is typed. */
export const triage = new Composer<TirekContext>()

triage.on(['message', 'edited_message'], async (ctx, next) => {
  const text = textOf(ctx)
  if (text !== undefined && DEEP_LINK.test(text)) return await next()
  const alarm = text === undefined ? undefined : ctx.services.responder.alarm(text)
  if (text === undefined || alarm === undefined) return await next()
  // Names and addresses are no sentences: among them only words of danger now break in, not a guess.
  const plain = alarm.kind === 'crisis' && alarm.rule !== 'model'
  if (!plain && (await letterAsks(ctx)) === 'field') return await next()
  await ctx.conversation.exitAll()
  await answer(ctx, text)
  await letLetterWait(ctx, text)
})

/** Free questions, and commands that do not exist. */
export const questions = new Composer<TirekContext>()

questions.on(['message:text', 'message:caption'], async (ctx) => {
  const text = textOf(ctx) ?? ''
  if (text.startsWith('/')) await ctx.reply(ctx.words('unsupported.command'))
  else await answer(ctx, text)
})

async function answer(ctx: TirekContext, text: string): Promise<void> {
  const { responder, metrics } = ctx.services
  const chosen = ctx.session.langChosen ? ctx.session.lang : undefined
  const started = performance.now()
  const reply = responder.reply({
    text,
    lang: chosen,
    likely: ctx.lang,
    last: ctx.session.topic,
  })
  metrics.replySeconds.observe((performance.now() - started) / 1000)
  metrics.replies.inc({ kind: reply.kind, lang: reply.lang })
  await send(ctx, renderReply(reply, viewOf(ctx, reply.lang), ctx.session.audience))
  remember(ctx, reply)
}

function remember(ctx: TirekContext, reply: Reply): void {
  // What was not understood tells little of the language.
  if (reply.kind !== 'none') ctx.session.lang = reply.lang
  if (reply.kind === 'answer') ctx.session.topic = reply.topic.id
}
