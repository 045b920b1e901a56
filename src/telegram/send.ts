import { type Context, GrammyError } from 'grammy'
import { type Message, toPayloads } from './render.ts'

/** Sends a message, in parts where it is too long for one. */
export async function send(ctx: Context, message: Message): Promise<void> {
  for (const { text, other } of toPayloads(message)) await ctx.reply(text, other)
}

/**
 * Puts a message in the place of the one whose button was pressed. Where that one cannot be changed
 * any more (deleted, too old), a new one is sent; where nothing would change, nothing is done.
 */
export async function show(ctx: Context, message: Message): Promise<void> {
  const [only, ...rest] = toPayloads(message)
  if (!only || rest.length > 0) return await send(ctx, message)
  try {
    await ctx.editMessageText(only.text, only.other)
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error
    if (!error.description.includes('not modified')) await send(ctx, message)
  }
}
